# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Tables that write their changes into a stream: MiniStack has the call and drops the property."""

from __future__ import annotations

from ministack.services import dynamodb

from constructs_lib.local.launcher import handlers
from constructs_lib.local.launcher.contract import expect

PATCH = "table changes"
PROPERTY = "KinesisStreamSpecification"
ACTIVE = "ACTIVE"


def apply() -> None:
    """Hand KinesisStreamSpecification of AWS::DynamoDB::Table to DynamoDB's own calls."""
    expect(
        PATCH,
        dynamodb,
        _enable_kinesis_streaming_destination=("data",),
        _disable_kinesis_streaming_destination=("data",),
        _kinesis_destinations=None,
    )
    handlers.after(PATCH, "AWS::DynamoDB::Table", complete)


def complete(table: str, properties: handlers.Properties) -> None:
    """Let the table write into the stream that the template names, and into no other."""
    specification = properties.get(PROPERTY) or {}
    wanted = specification.get("StreamArn")
    active = [
        one["StreamArn"]
        for one in dynamodb._kinesis_destinations.get(table, ())
        if one.get("DestinationStatus") == ACTIVE
    ]
    for arn in active:
        if arn != wanted:
            handlers.succeed(dynamodb._disable_kinesis_streaming_destination({"TableName": table, "StreamArn": arn}))
    if wanted and wanted not in active:
        handlers.succeed(dynamodb._enable_kinesis_streaming_destination({"TableName": table, "StreamArn": wanted}))
