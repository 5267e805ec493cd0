"""What a log group collects: what `LogSubscription` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import decides, fixed, text_of
from constructs_lib.spec.keywords import choice
from constructs_lib.spec.part import MADE
from constructs_lib.spec.writers.writer import DELIVERY, STREAM, Target, Writer

EVERYTHING = ""
DEFAULT_DISTRIBUTION = "ByLogStream"


def finish(found: dict[str, Any], target: Target) -> dict[str, Any]:
    """Give the properties of `AWS::Logs::SubscriptionFilter`."""
    default = {"Distribution": DEFAULT_DISTRIBUTION} if target.kind == STREAM else {}
    return {
        **default,
        **found,
        "FilterPattern": found.get("FilterPattern", EVERYTHING),
        "DestinationArn": target.arn,
        "RoleArn": MADE,
    }


def contradictions(given: Mapping[str, Any], kind: str, path: Path) -> Iterator[SchemaError]:
    """Find a distribution over shards that are not there."""
    if "distribution" in given and kind == DELIVERY:
        text = "distribution spreads events over shards, and a delivery stream has none: leave it out"
        yield SchemaError((*path, "distribution"), text)


LOG_SUBSCRIPTION = Writer(
    keyword="logSubscription",
    text="Events of a log group of CloudWatch Logs, compressed with GZIP.",
    type="AWS::Logs::SubscriptionFilter",
    targets=("DestinationArn",),
    required=("logGroup",),
    fields=(
        decides("logGroup", "LogGroupName", text_of("Name of one that is there: /aws/lambda/clean.")),
        decides(
            "filterPattern",
            "FilterPattern",
            text_of("Which events; all of them unless given.", "logs-subscription-pattern-length"),
        ),
        decides(
            "distribution",
            "Distribution",
            fixed(
                choice("logs-subscription-distribution-enum", "Over the shards of a stream; ByLogStream unless given.")
            ),
        ),
        decides("filterName", "FilterName", text_of("CloudFormation makes one unless given.")),
    ),
    finish=finish,
    contradictions=contradictions,
)
