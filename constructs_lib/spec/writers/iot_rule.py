"""Messages of devices: what `IotRule` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import arn, flag
from constructs_lib.spec.part import MADE
from constructs_lib.spec.writers.writer import DELIVERY, STREAM, Target, Writer

SQL_VERSION = "2016-03-23"
SPREAD_EVENLY = "${newuuid()}"
LINE = "\n"
PAYLOAD = "TopicRulePayload"
ACTION = f"{PAYLOAD}.Actions.0"
OF_DELIVERIES = ("separator", "batchMode")


def finish(found: dict[str, Any], target: Target) -> dict[str, Any]:
    """Give the properties of `AWS::IoT::TopicRule`."""
    of_action = found.pop("Action", {})
    if target.kind == STREAM:
        key = of_action.get("PartitionKey", SPREAD_EVENLY)
        action = {"Kinesis": {"StreamName": target.name, "PartitionKey": key, "RoleArn": MADE}}
    else:
        batches = of_action.get("BatchMode")
        line = {} if batches else {"Separator": of_action.get("Separator", LINE)}
        action = {
            "Firehose": {"DeliveryStreamName": target.name, **line, "BatchMode": batches or None, "RoleArn": MADE}
        }
    payload = {"AwsIotSqlVersion": SQL_VERSION, "Actions": [action], "ErrorAction": MADE}
    return {**found, PAYLOAD: {**found[PAYLOAD], **payload}}


def contradictions(given: Mapping[str, Any], kind: str, path: Path) -> Iterator[SchemaError]:
    """Find what is for the other kind of target, and a separator between what is not written."""
    if kind == DELIVERY and "partitionKey" in given:
        text = "partitionKey is for streams, and a delivery stream has none: leave it out"
        yield SchemaError((*path, "partitionKey"), text)
    for keyword in OF_DELIVERIES:
        if kind == STREAM and keyword in given:
            yield SchemaError((*path, keyword), f"{keyword} is for delivery streams: leave it out")
    if given.get("batchMode") and "separator" in given:
        yield SchemaError((*path, "separator"), "separator has no effect in batch mode: leave one of them out")


IOT_RULE = Writer(
    keyword="iotRule",
    text="What devices publish to MQTT topics, by a rule of AWS IoT.",
    type="AWS::IoT::TopicRule",
    targets=(f"{ACTION}.Kinesis.StreamName", f"{ACTION}.Firehose.DeliveryStreamName"),
    required=("sql",),
    fields=(
        decides(
            "sql", f"{PAYLOAD}.Sql", text_of("Which messages and what of them: SELECT * FROM 'sensors/+/temperature'.")
        ),
        Field(
            keyword="partitionKey",
            form=text_of("For a stream: ${topic(2)}; a new id for each message unless given."),
            decide=lambda given: {"Action.PartitionKey": given.get("partitionKey")},
            arguments={f"{ACTION}.Kinesis.PartitionKey": "partitionKey"},
        ),
        Field(
            keyword="separator",
            form=text_of("For a delivery stream, written after each message; a line break unless given."),
            decide=lambda given: {"Action.Separator": given.get("separator")},
            arguments={f"{ACTION}.Firehose.Separator": "separator"},
        ),
        Field(
            keyword="batchMode",
            form=fixed(flag("For a delivery stream: a message is a JSON array, and each element of it a record.")),
            decide=lambda given: {"Action.BatchMode": given.get("batchMode")},
            arguments={f"{ACTION}.Firehose.BatchMode": "batchMode"},
        ),
        Field(
            keyword="onFailure",
            form=fixed(arn("sqs", "Gets what could not be written; one is defined unless given.")),
        ),
        decides("ruleName", "RuleName", text_of("CloudFormation makes one unless given.")),
        decides("description", f"{PAYLOAD}.Description", text_of("What the rule is for.")),
        Field(
            keyword="enabled",
            form=fixed(flag("Write; messages that come while it is false are lost; true unless given.")),
            decide=lambda given: {f"{PAYLOAD}.RuleDisabled": None if given.get("enabled", True) else True},
            arguments={f"{PAYLOAD}.RuleDisabled": "enabled"},
        ),
    ),
    finish=finish,
    contradictions=contradictions,
)
