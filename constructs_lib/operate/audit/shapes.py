"""What a service answers, as the properties of CloudFormation.

Each table names the properties of one type and where the answer holds them. A test compares the tables with botocore's
output shapes and with CloudFormation's schemas: every member of an answer is either here or left out by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from constructs_lib.graph import Undecided

Answer = Mapping[str, Any]
Source = str | Callable[[Answer], Any]
"""A path in the answer, or what makes the property of it."""

NOT_TOLD = Undecided("the service does not tell it")
STREAM, CONSUMER = "AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer"
MAPPING, FUNCTION = "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Function"
ALARM, LOG_GROUP, ROLE, BUCKET = (
    "AWS::CloudWatch::Alarm",
    "AWS::Logs::LogGroup",
    "AWS::IAM::Role",
    "AWS::S3::Bucket",
)
PROVISIONED, KMS = "PROVISIONED", "KMS"
STOPPED = ("Disabled", "Disabling")


def shard_count(stream: Answer) -> int | None:
    """The shards that a template sets; those of an on-demand stream are the service's own."""
    if stream.get("StreamModeDetails", {}).get("StreamMode", PROVISIONED) != PROVISIONED:
        return None
    return stream.get("OpenShardCount")


def stream_encryption(stream: Answer) -> dict[str, Any] | None:
    """Server-side encryption, where it is on."""
    if stream.get("EncryptionType") != KMS:
        return None
    return {"EncryptionType": KMS, "KeyId": stream.get("KeyId")}


def shard_metrics(stream: Answer) -> list[str] | None:
    """The metrics that are sent for each shard."""
    return sorted({name for each in stream.get("EnhancedMonitoring", ()) for name in each.get("ShardLevelMetrics", ())})


def warm_throughput(stream: Answer) -> float | None:
    """The throughput that an on-demand stream is kept ready for, in MiB per second."""
    found: float | None = stream.get("WarmThroughput", {}).get("TargetMiBps")
    return found


def filter_criteria(mapping: Answer) -> Any:
    """The filters of a mapping; without the right to use their key, the service keeps them to itself."""
    return NOT_TOLD if mapping.get("FilterCriteriaError") else mapping.get("FilterCriteria")


def starting_time(mapping: Answer) -> float | None:
    """When a mapping began to read, in seconds since 1970."""
    time = mapping.get("StartingPositionTimestamp")
    return time.timestamp() if isinstance(time, datetime) else time


def is_enabled(mapping: Answer) -> bool:
    """Whether a mapping reads, or is about to."""
    return mapping.get("State") not in STOPPED


def vpc(function: Answer) -> dict[str, Any]:
    """The network of a function."""
    found = function.get("VpcConfig") or {}
    return {key: found[key] for key in ("SubnetIds", "SecurityGroupIds") if found.get(key)}


def same(*names: str) -> dict[str, Source]:
    """Properties that the answer holds under their own names."""
    return {name: name for name in names}


TABLES: Mapping[str, Mapping[str, Source]] = {
    STREAM: {
        "Name": "StreamName",
        **same("RetentionPeriodHours", "StreamModeDetails", "MaxRecordSizeInKiB", "RecordDistributionStrategy"),
        "ShardCount": shard_count,
        "StreamEncryption": stream_encryption,
        "DesiredShardLevelMetrics": shard_metrics,
        "WarmThroughputMiBps": warm_throughput,
    },
    CONSUMER: same("ConsumerName", "StreamARN"),
    MAPPING: {
        **same(
            "AmazonManagedKafkaEventSourceConfig", "BatchSize", "BisectBatchOnFunctionError", "DestinationConfig",
            "DocumentDBEventSourceConfig", "EventSourceArn", "FunctionResponseTypes", "LoggingConfig",
            "MaximumBatchingWindowInSeconds", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "MetricsConfig",
            "ParallelizationFactor", "ProvisionedPollerConfig", "Queues", "ScalingConfig", "SelfManagedEventSource",
            "SelfManagedKafkaEventSourceConfig", "SourceAccessConfigurations", "StartingPosition", "Topics",
            "TumblingWindowInSeconds",
        ),
        "FunctionName": "FunctionArn",
        "KmsKeyArn": "KMSKeyArn",
        "FilterCriteria": filter_criteria,
        "StartingPositionTimestamp": starting_time,
        "Enabled": is_enabled,
    },
    FUNCTION: {
        **same("FunctionName", "Role", "Timeout", "MemorySize", "Runtime", "Handler", "PackageType", "Architectures"),
        "KmsKeyArn": "KMSKeyArn",
        "VpcConfig": vpc,
    },
    ALARM: same(
        "ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName", "ComparisonOperator", "DatapointsToAlarm",
        "Dimensions", "EvaluateLowSampleCountPercentile", "EvaluationPeriods", "ExtendedStatistic",
        "InsufficientDataActions", "MetricName", "Metrics", "Namespace", "OKActions", "Period", "Statistic",
        "Threshold", "ThresholdMetricId", "TreatMissingData", "Unit", "ActionConfiguration", "EvaluationCriteria",
        "EvaluationInterval", "EvaluationWindow", "WarmUpConfiguration",
    ),
    LOG_GROUP: {
        "LogGroupName": "logGroupName",
        "RetentionInDays": "retentionInDays",
        "KmsKeyId": "kmsKeyId",
        "LogGroupClass": "logGroupClass",
    },
    ROLE: same("RoleName", "AssumeRolePolicyDocument"),
}  # fmt: skip
"""Type to its properties, with the place of each in what the service answers."""


def properties(type: str, answer: Answer) -> dict[str, Any]:
    """Make the properties of a resource of what the service answers; what is empty is as if it were not there."""
    found = {}
    for name, source in TABLES[type].items():
        value = answer.get(source) if isinstance(source, str) else source(answer)
        value = without_empty(value)
        if value is not None:
            found[name] = value
    return found


def without_empty(value: Any) -> Any:
    """Leave out what holds nothing, such as the failure destination of a mapping that has none."""
    if isinstance(value, Mapping):
        return {key: kept for key, item in value.items() if (kept := without_empty(item)) is not None} or None
    if isinstance(value, list):
        return [without_empty(item) for item in value] or None
    return None if value == "" else value
