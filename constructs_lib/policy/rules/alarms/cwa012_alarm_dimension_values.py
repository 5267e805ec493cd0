"""What stands in the dimensions of an alarm."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.alarms import ALARM, LAMBDA, metrics_of
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.event_sources import CONSUMER, STREAM
from constructs_lib.policy.rule import Violation, rule

FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
GIVES_NAME: dict[str, set[tuple[str, str | None]]] = {
    "StreamName": {(STREAM, None)},
    "ConsumerName": {(CONSUMER, "ConsumerName")},
    "DeliveryStreamName": {(DELIVERY_STREAM, None)},
    "FunctionName": {(function, None) for function in FUNCTIONS},
}
"""Dimension to the (type, attribute) that give the name it wants."""
KNOWN = {STREAM, CONSUMER, DELIVERY_STREAM, *FUNCTIONS}


@rule(
    id="CWA012",
    name="alarm-dimension-values",
    title="the dimensions of an alarm hold names",
    severity=Severity.WARNING,
    resources=(ALARM,),
    why="no metric has an ARN, or the name of something else, in its dimension, so the alarm never sees data",
    fix="use Ref of the stream or delivery stream, and ConsumerName of a stream consumer",
    source="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html and "
    "https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html (read 2026-11-21)",
    bad=example(dimensions="StreamName: !GetAtt Orders.Arn"),
    good=example(dimensions="StreamName: !Ref Orders"),
)
def alarm_dimension_values(alarm: ResourceView) -> Iterator[Violation]:
    """Check one alarm."""
    for metric in metrics_of(alarm, LAMBDA):
        for name, right in GIVES_NAME.items():
            value = metric.dimension(name)
            if value is not None and is_wrong(value, right):
                yield Violation(
                    value,
                    message=f"the dimension {name} does not hold a name",
                    allowed=f"the name that {name} stands for",
                )


def is_wrong(value: Value, right: set[tuple[str, str | None]]) -> bool:
    """Tell whether a value is certainly no name of the right kind."""
    if value.reference is not None:
        target = value.target
        return target is not None and target.type in KNOWN and (target.type, value.reference.attribute) not in right
    first = value.parts[0] if value.parts else ""
    return isinstance(first, str) and first.startswith("arn:")
