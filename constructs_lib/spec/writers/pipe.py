"""The messages of a queue, and the changes of a table: what `Pipe` has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import arn, flag, several
from constructs_lib.spec.part import MADE, Settings
from constructs_lib.spec.units import SHORT
from constructs_lib.spec.writers.writer import DELIVERY, STREAM, Target, Writer

DEFAULT_RETRY_ATTEMPTS = 5
DEFAULT_STARTING_POSITION = "TRIM_HORIZON"
QUEUE, TABLE = "SqsQueueParameters", "DynamoDBStreamParameters"
KEY = "TargetParameters.KinesisStreamParameters.PartitionKey"
FILTERS = "SourceParameters.FilterCriteria.Filters"
TABLES_OWN = ("startingPosition", "retryAttempts", "onFailure")


def source(given: Settings) -> dict[str, Any]:
    """Give what is read, and how."""
    batches = {
        "BatchSize": given.get("batchSize"),
        "MaximumBatchingWindowInSeconds": given.amount("batchingWindow", SHORT),
    }
    if given.has("queue"):
        return {"Source": given.get("queue"), f"SourceParameters.{QUEUE}": batches}
    shards = {
        "StartingPosition": given.get("startingPosition", DEFAULT_STARTING_POSITION),
        "MaximumRetryAttempts": given.get("retryAttempts", DEFAULT_RETRY_ATTEMPTS),
        "OnPartialBatchItemFailure": "AUTOMATIC_BISECT",
        "DeadLetterConfig": {"Arn": given.get("onFailure", MADE)},
    }
    return {"Source": given.get("tableStream"), f"SourceParameters.{TABLE}": {**shards, **batches}}


def filters(given: Settings) -> list[dict[str, str]] | None:
    """Give the patterns, one of which has to match."""
    return [{"Pattern": json.dumps(each, separators=(",", ":"))} for each in given.get("filters", ())] or None


def finish(found: dict[str, Any], target: Target) -> dict[str, Any]:
    """Give the properties of `AWS::Pipes::Pipe`."""
    return {**found, "Target": target.arn, "RoleArn": MADE, "LogConfiguration": MADE}


def contradictions(given: Mapping[str, Any], kind: str, path: Path) -> Iterator[SchemaError]:
    """Find a partition key that is missing or too much, and what is of tables beside a queue."""
    if kind == STREAM and "partitionKey" not in given:
        yield SchemaError(path, "a stream needs a partitionKey: a text, or a JSON path such as $.messageId")
    if kind == DELIVERY and "partitionKey" in given:
        text = "partitionKey is for streams, and a delivery stream has none: leave it out"
        yield SchemaError((*path, "partitionKey"), text)
    for keyword in TABLES_OWN:
        if "queue" in given and keyword in given:
            text = f"{keyword} is of tableStream; a queue has a dead letter queue of its own: leave {keyword} out"
            yield SchemaError((*path, keyword), text)


def of_source(keyword: str, name: str, form: dict[str, Any]) -> Field:
    """Make a keyword of how it is read."""
    places = {f"SourceParameters.{kind}.{name}": keyword for kind in (QUEUE, TABLE)}
    return Field(keyword=keyword, form=fixed(form), decide=lambda _: {}, arguments=places)


PIPE = Writer(
    keyword="pipe",
    text="Messages of a queue, or changes of a DynamoDB table, by an EventBridge pipe.",
    type="AWS::Pipes::Pipe",
    targets=("Target",),
    one_of=("queue", "tableStream"),
    fields=(
        Field(
            keyword="queue",
            form=fixed(arn("sqs", "Whose messages are written and deleted; or give tableStream.")),
            decide=source,
            arguments={f"SourceParameters.{QUEUE}": "queue"},
        ),
        Field(
            keyword="tableStream",
            form=fixed(arn("dynamodb", "The stream of a table, whose changes are written; or give queue.")),
            arguments={"Source": "tableStream", f"SourceParameters.{TABLE}": "tableStream"},
        ),
        of_source(
            "startingPosition",
            "StartingPosition",
            {"description": "TRIM_HORIZON, the oldest change, unless given.", "enum": ["TRIM_HORIZON", "LATEST"]},
        ),
        of_source(
            "retryAttempts",
            "MaximumRetryAttempts",
            {
                "description": f"Writes after a failed one; {DEFAULT_RETRY_ATTEMPTS} unless given.",
                "type": "integer",
                "minimum": -1,
            },
        ),
        of_source(
            "onFailure",
            "DeadLetterConfig.Arn",
            arn("sqs", "Gets changes that could not be written; one is defined unless given."),
        ),
        of_source(
            "batchSize",
            "BatchSize",
            {"description": "Written at once; the service's own unless given.", "type": "integer", "minimum": 1},
        ),
        Field(
            keyword="batchingWindow",
            form=lambda forms: forms.quantity(SHORT, None, "How long they are gathered; not at all unless given."),
            arguments={
                f"SourceParameters.{kind}.MaximumBatchingWindowInSeconds": "batchingWindow" for kind in (QUEUE, TABLE)
            },
        ),
        decides(
            "partitionKey",
            KEY,
            text_of("For a stream, which needs one: a text, or a JSON path such as $.messageId."),
        ),
        Field(
            keyword="filters",
            form=fixed(several({"type": "object"}, "Patterns, one of which has to match: {body: {shop: [berlin]}}.")),
            decide=lambda given: {FILTERS: filters(given)},
            arguments={"SourceParameters.FilterCriteria": "filters"},
        ),
        decides(
            "inputTemplate",
            "TargetParameters.InputTemplate",
            text_of("What is written in the place of the event: <$.body>."),
        ),
        decides("pipeName", "Name", text_of("CloudFormation makes one unless given.")),
        Field(
            keyword="enabled",
            form=fixed(flag("False stops it, and keeps its position; true unless given.")),
            decide=lambda given: {"DesiredState": None if given.get("enabled", True) else "STOPPED"},
            arguments={"DesiredState": "enabled"},
        ),
    ),
    finish=finish,
    contradictions=contradictions,
)
