"""Definitions of the resources that a construct is given, so that rules can follow relations to them."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from constructs import IConstruct

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.tokens import known
from constructs_lib.cdk.tree import node_of, tree_path
from constructs_lib.graph import Definition


def describe(construct: IConstruct) -> Definition | None:
    """Read what this app defines.

    Args:
        construct: an L2 stream or function, or anything else.

    Returns:
        The definition, or `None` for what another app defines and for what no rule relates to.
    """
    if isinstance(construct, DataStream):
        return construct.definition
    resource = node_of(construct).default_child
    if isinstance(resource, kinesis.CfnStream):
        return _definition(construct, "AWS::Kinesis::Stream", _stream(resource))
    if isinstance(resource, lambda_.CfnFunction):
        return _definition(construct, "AWS::Lambda::Function", _function(resource))
    return None


def _definition(construct: IConstruct, type: str, properties: dict[str, Any]) -> Definition:
    return Definition(id=tree_path(construct), type=type, properties=known(present(properties)))


def _stream(stream: kinesis.CfnStream) -> dict[str, Any]:
    mode = stream.stream_mode_details
    return {
        "RetentionPeriodHours": stream.retention_period_hours,
        "ShardCount": stream.shard_count,
        "MaxRecordSizeInKiB": stream.max_record_size_in_kib,
        "StreamModeDetails": {"StreamMode": mode.stream_mode}
        if isinstance(mode, kinesis.CfnStream.StreamModeDetailsProperty)
        else mode,
    }


def _function(function: lambda_.CfnFunction) -> dict[str, Any]:
    # What subclasses may read, because it is one round trip to Node for all of them.
    properties = function._cfn_properties  # noqa: SLF001
    return {
        "Runtime": properties.get("runtime"),
        "Timeout": properties.get("timeout"),
        "MemorySize": properties.get("memorySize"),
        "ReservedConcurrentExecutions": properties.get("reservedConcurrentExecutions"),
    }
