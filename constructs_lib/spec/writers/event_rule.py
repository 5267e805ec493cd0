"""Events of a bus, and those of a bucket: what `EventRule` and `BucketEvents` have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import arn, flag, several
from constructs_lib.spec.part import MADE, Settings
from constructs_lib.spec.units import LONG
from constructs_lib.spec.writers.writer import DELIVERY, Target, Writer

TYPE = "AWS::Events::Rule"
TARGET = "Targets.0"
DEFAULT_EVENTS = ("Object Created",)
KEY = "KinesisParameters.PartitionKeyPath"
ATTEMPTS, AGE = "RetryPolicy.MaximumRetryAttempts", "RetryPolicy.MaximumEventAgeInSeconds"
ON_FAILURE = "DeadLetterConfig.Arn"
OF_TARGET = ("KinesisParameters", "RetryPolicy", "DeadLetterConfig")


def finish(found: dict[str, Any], target: Target) -> dict[str, Any]:
    """Give the properties of `AWS::Events::Rule`."""
    of_target = {name: found.pop(name) for name in OF_TARGET if name in found}
    return {**found, "Targets": [{"Id": "Target0", "Arn": target.arn, "RoleArn": MADE, **of_target}]}


def contradictions(given: Mapping[str, Any], kind: str, path: Path) -> Iterator[SchemaError]:
    """Find a partition key for a delivery stream, and a schedule of a bus that has none."""
    if "partitionKeyPath" in given and kind == DELIVERY:
        text = "partitionKeyPath is for streams, and a delivery stream has no partition keys: leave it out"
        yield SchemaError((*path, "partitionKeyPath"), text)
    if {"schedule", "bus"} <= set(given):
        yield SchemaError((*path, "bus"), "schedules are of the default bus: leave bus out")


PARTITION_KEY = Field(
    keyword="partitionKeyPath",
    form=text_of("JSON path of the partition key: $.detail.shop; the event's id unless given."),
    decide=lambda given: {KEY: given.get("partitionKeyPath")},
    arguments={f"{TARGET}.{KEY}": "partitionKeyPath"},
)
FAILURES = Field(
    keyword="onFailure",
    form=fixed(arn("sqs", "Gets what could not be written, if its policy lets it; one is defined unless given.")),
    decide=lambda given: {ON_FAILURE: given.get("onFailure", MADE)},
    arguments={f"{TARGET}.{ON_FAILURE}": "onFailure"},
)


def bucket_pattern(given: Settings) -> dict[str, Any]:
    """Give the pattern of the events of a bucket."""
    detail: dict[str, Any] = {"bucket": {"name": [given.get("bucket").rpartition(":")[2]]}}
    if given.has("prefix"):
        detail["object"] = {"key": [{"prefix": given.get("prefix")}]}
    return {"source": ["aws.s3"], "detail-type": list(given.get("eventTypes", DEFAULT_EVENTS)), "detail": detail}


EVENT_RULE = Writer(
    keyword="eventRule",
    text="Events that match a pattern, or the ticks of a schedule, by EventBridge.",
    type=TYPE,
    targets=(f"{TARGET}.Arn",),
    one_of=("pattern", "schedule"),
    fields=(
        decides(
            "pattern",
            "EventPattern",
            fixed({"description": "Which events: {source: [shop], detail-type: [OrderPlaced]}.", "type": "object"}),
        ),
        decides("schedule", "ScheduleExpression", text_of("When: rate(5 minutes), or cron(0 8 * * ? *).")),
        decides("bus", "EventBusName", text_of("Name or ARN; the default bus unless given.")),
        PARTITION_KEY,
        Field(
            keyword="retryAttempts",
            form=fixed(
                {
                    "description": "Writes after a failed one; EventBridge's own default unless given.",
                    "type": "integer",
                    "minimum": 0,
                }
            ),
            decide=lambda given: {ATTEMPTS: given.get("retryAttempts")},
            arguments={f"{TARGET}.{ATTEMPTS}": "retryAttempts"},
        ),
        Field(
            keyword="maxEventAge",
            form=lambda forms: forms.quantity(LONG, None, "Older events are given up; a day unless given."),
            decide=lambda given: {AGE: given.amount("maxEventAge", LONG)},
            arguments={f"{TARGET}.{AGE}": "maxEventAge"},
        ),
        FAILURES,
        decides("ruleName", "Name", text_of("CloudFormation makes one unless given.")),
        Field(
            keyword="enabled",
            form=fixed(flag("Write; events that come while it is false are lost; true unless given.")),
            decide=lambda given: {"State": "ENABLED" if given.get("enabled", True) else "DISABLED"},
            arguments={"State": "enabled"},
        ),
    ),
    finish=finish,
    contradictions=contradictions,
)
BUCKET_EVENTS = Writer(
    keyword="bucketEvents",
    text="What happens in a bucket, by EventBridge, to which the bucket is told to send its events.",
    type=TYPE,
    targets=(f"{TARGET}.Arn",),
    required=("bucket",),
    fields=(
        Field(
            keyword="bucket",
            form=fixed(arn("s3", "Any but the one that the records are delivered to, which would never end.")),
            decide=lambda given: {"EventPattern": bucket_pattern(given), "State": "ENABLED"},
            arguments={"EventPattern": "bucket"},
        ),
        Field(
            keyword="eventTypes",
            form=fixed(
                several(
                    {"description": "Its name.", "type": "string", "minLength": 1},
                    "As EventBridge has them; Object Created unless given.",
                )
            ),
        ),
        Field(keyword="prefix", form=text_of("Beginning of the keys; all unless given.")),
        PARTITION_KEY,
        FAILURES,
    ),
    finish=finish,
    contradictions=contradictions,
)
