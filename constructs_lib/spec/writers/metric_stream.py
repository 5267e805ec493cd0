"""CloudWatch metrics: what `MetricStream` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import Form, Forms, choice, flag, mapping, several
from constructs_lib.spec.part import MADE
from constructs_lib.spec.writers.writer import Target, Writer, deliveries_only

DEFAULT_FORMAT = "json"


def metrics(keyword: str, block: str, text: str) -> Field:
    """Metrics that are sent, or left out."""

    def form(forms: Forms) -> Form:
        names = several(forms.text("A metric."), "All of the namespace unless given.")
        each = {"namespace": forms.text("Such as AWS/Kinesis."), "metrics": names}
        return several(mapping(each, "Metrics of a namespace.", required=["namespace"]), text)

    return Field(
        keyword=keyword,
        form=form,
        decide=lambda given: {
            block: [
                {"Namespace": each["namespace"], "MetricNames": each.get("metrics")} for each in given.get(keyword, ())
            ]
            or None
        },
        arguments={block: keyword},
    )


def finish(found: dict[str, Any], target: Target) -> dict[str, Any]:
    """Give the properties of `AWS::CloudWatch::MetricStream`."""
    return {**found, "FirehoseArn": target.arn, "RoleArn": MADE}


def contradictions(given: Mapping[str, Any], kind: str, path: Path) -> Iterator[SchemaError]:
    """Find both of two keywords, and a stream in the place of a delivery stream."""
    if {"include", "exclude"} <= set(given):
        yield SchemaError((*path, "exclude"), "only one of include and exclude can be given")
    yield from deliveries_only("CloudWatch")(given, kind, path)


METRIC_STREAM = Writer(
    keyword="metricStream",
    text="Metrics of CloudWatch, a minute or two after they were measured; empty for all of them.",
    type="AWS::CloudWatch::MetricStream",
    targets=("FirehoseArn",),
    fields=(
        metrics("include", "IncludeFilters", "Only these; all of the account and region, each billed, unless given."),
        metrics("exclude", "ExcludeFilters", "All but these."),
        decides(
            "outputFormat",
            "OutputFormat",
            fixed(choice("cloudwatch-metric-stream-format-enum", "json unless given.")),
            DEFAULT_FORMAT,
        ),
        Field(
            keyword="includeLinkedAccounts",
            form=fixed(flag("Send what linked accounts show to this monitoring account, too.")),
            decide=lambda given: {"IncludeLinkedAccountsMetrics": given.get("includeLinkedAccounts") or None},
            arguments={"IncludeLinkedAccountsMetrics": "includeLinkedAccounts"},
        ),
        decides("metricStreamName", "Name", text_of("CloudFormation makes one unless given.")),
    ),
    finish=finish,
    contradictions=contradictions,
)
