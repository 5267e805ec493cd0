"""From the streams of a spec to CloudFormation's properties: those that `DataStream` has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.spec.part import Part, Settings, present
from constructs_lib.spec.units import HOURS, RECORD_SIZE, THROUGHPUT

DEFAULT_RETENTION_HOURS = 48
AWS_MANAGED_KEY = "alias/aws/kinesis"
DEFAULT_REMOVAL_POLICY = "RETAIN"
REMOVAL = {"RETAIN": "Retain", "DESTROY": "Delete"}
"""The words of the CDK to those of CloudFormation."""
ARGUMENTS = {
    "Name": "streamName",
    "RetentionPeriodHours": "retention",
    "ShardCount": "shards",
    "WarmThroughputMiBps": "warmThroughput",
    "StreamModeDetails": "mode",
    "StreamModeDetails.StreamMode": "mode",
    "MaxRecordSizeInKiB": "recordSize",
    "RecordDistributionStrategy": "recordDistribution",
    "DesiredShardLevelMetrics": "shardMetrics",
    "StreamEncryption": "key",
    "StreamEncryption.KeyId": "key",
}


def stream_part(name: str, written: Mapping[str, Any]) -> Part:
    """Make the definition of a stream."""
    given = Settings(written)
    properties = {
        "StreamModeDetails": {"StreamMode": mode_of(given)},
        "ShardCount": given.get("shards"),
        "WarmThroughputMiBps": given.amount("warmThroughput", THROUGHPUT),
        "RetentionPeriodHours": given.amount("retention", HOURS, DEFAULT_RETENTION_HOURS),
        "MaxRecordSizeInKiB": given.amount("recordSize", RECORD_SIZE),
        "RecordDistributionStrategy": given.get("recordDistribution"),
        "StreamEncryption": {"EncryptionType": "KMS", "KeyId": given.get("key", AWS_MANAGED_KEY)},
        "DesiredShardLevelMetrics": given.get("shardMetrics"),
        "Name": given.get("streamName"),
    }
    definition = Definition(name, "AWS::Kinesis::Stream", present(properties), arguments=ARGUMENTS)
    return Part(definition, ("streams", name), REMOVAL[given.get("removalPolicy", DEFAULT_REMOVAL_POLICY)])


def mode_of(given: Settings) -> str:
    """Give the mode of a stream: who names a number of shards means a provisioned one."""
    mode: str = given.get("mode", "PROVISIONED" if given.has("shards") else "ON_DEMAND")
    return mode
