"""One page that shows whether a pipeline is well, and where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from constructs_lib.cdk.monitoring.watch import Measure, Watch, Watched

WIDTH = 24
HEIGHT = 6
HEADING_HEIGHT = 1
ALARMS_IN_A_ROW = 4


def define_dashboard(
    scope: Construct,
    id: str,
    *,
    name: str | None,
    watched: Iterable[Watched],
    alarms: Sequence[cloudwatch.IAlarm],
    period: Duration,
) -> cloudwatch.Dashboard:
    """Define a dashboard: the state of all alarms, then a row of graphs for each part, with the thresholds drawn in.

    Args:
        scope: the parent.
        id: unique in the scope.
        name: of the dashboard; CloudFormation makes one unless given.
        watched: the parts, in the order of the rows.
        alarms: whose state is shown on top.
        period: of the graphs.
    """
    dashboard = cloudwatch.Dashboard(scope, id, dashboard_name=name)
    if alarms:
        rows = -(-len(alarms) // ALARMS_IN_A_ROW)
        dashboard.add_widgets(
            cloudwatch.AlarmStatusWidget(title="alarms", alarms=list(alarms), width=WIDTH, height=rows + 1)
        )
    for each in watched:
        dashboard.add_widgets(cloudwatch.TextWidget(markdown=f"## {each.title}", width=WIDTH, height=HEADING_HEIGHT))
        dashboard.add_widgets(*_graphs(each, period))
    return dashboard


def _graphs(watched: Watched, period: Duration) -> Iterator[cloudwatch.GraphWidget]:
    thresholds = {watch.measure.name: watch for watch in watched.watches if watch.threshold}
    for title, measures in watched.graphs.items():
        yield cloudwatch.GraphWidget(
            title=title,
            left=[each.metric(period, label=each.name) for each in measures[:1]],
            right=[each.metric(period, label=each.name) for each in measures[1:]],
            left_annotations=list(_lines(measures, thresholds)),
            left_y_axis=cloudwatch.YAxisProps(min=0),
            right_y_axis=cloudwatch.YAxisProps(min=0),
            width=WIDTH // len(watched.graphs),
            height=HEIGHT,
        )


def _lines(measures: tuple[Measure, ...], thresholds: Mapping[str, Watch]) -> Iterator[cloudwatch.HorizontalAnnotation]:
    if watch := thresholds.get(measures[0].name):
        yield cloudwatch.HorizontalAnnotation(value=watch.threshold, label="alarm", color=cloudwatch.Color.RED)
