"""Read what stands around streams: alarms, log groups and buckets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.operate.audit.account import Account, Unread
from constructs_lib.operate.audit.policies import NOT_READABLE, document
from constructs_lib.operate.audit.selection import Selection
from constructs_lib.operate.audit.shapes import ALARM, BUCKET, LOG_GROUP, properties

NAMESPACES = frozenset({"AWS/Kinesis", "AWS/Firehose", "AWS/Lambda"})
LOG_STREAM, BUCKET_POLICY = "AWS::Logs::LogStream", "AWS::S3::BucketPolicy"
NO_ENCRYPTION = ("ServerSideEncryptionConfigurationNotFoundError",)
NO_POLICY = ("NoSuchBucketPolicy",)


def read_alarms(account: Account, selection: Selection) -> list[Definition]:
    """Read the alarms on streams, delivery streams and functions."""
    return [
        Definition(each["AlarmArn"], ALARM, properties(ALARM, each))
        for each in account.ask("cloudwatch:DescribeAlarms", AlarmTypes=["MetricAlarm"])
        if any(metric.get("Namespace") in NAMESPACES for metric in metrics(each))
        and selection.takes(each["AlarmName"], *dimension_values(each))
    ]


def metrics(alarm: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The metric of an alarm, and those of its metric math."""
    yield alarm
    for query in alarm.get("Metrics", ()):
        if query.get("MetricStat"):
            yield query["MetricStat"]["Metric"]


def dimension_values(alarm: Mapping[str, Any]) -> Iterator[str]:
    """What the dimensions of an alarm name."""
    for metric in metrics(alarm):
        yield from (each["Value"] for each in metric.get("Dimensions", ()))


def logging_of(value: Any) -> Iterator[tuple[str, str]]:
    """The log group and log stream of each `CloudWatchLoggingOptions` that is switched on."""
    if isinstance(value, Mapping):
        options = value.get("CloudWatchLoggingOptions")
        if isinstance(options, Mapping) and options.get("Enabled") and options.get("LogGroupName"):
            yield options["LogGroupName"], options.get("LogStreamName", "")
        for inner in value.values():
            yield from logging_of(inner)


def read_log_group(account: Account, name: str, streams: Iterable[str]) -> list[Definition]:
    """Read a log group with those of some log streams that are there.

    Raises:
        Unread: it may not be read; a log group that is not there is no definition.
    """
    groups = account.ask("logs:DescribeLogGroups", name, logGroupNamePrefix=name)
    answer = next((each for each in groups if each["logGroupName"] == name), None)
    if answer is None:
        account.gone.add(name)
        return []
    found = []
    for stream in sorted(set(streams)):
        listed = account.ask("logs:DescribeLogStreams", name, logGroupName=name, logStreamNamePrefix=stream)
        if any(each["logStreamName"] == stream for each in listed):
            own = {"LogGroupName": name, "LogStreamName": stream}
            found.append(Definition(f"{answer['arn']}/{stream}", LOG_STREAM, own))
    return [Definition(answer["arn"], LOG_GROUP, properties(LOG_GROUP, answer)), *found]


def read_bucket(account: Account, arn: str) -> list[Definition]:
    """Read the encryption and the policy of a bucket."""
    name = arn.rpartition(":")[2]
    own: dict[str, Any] = {"BucketName": name}
    try:
        answer = account.ask("s3:GetBucketEncryption", arn, none_when=NO_ENCRYPTION, Bucket=name)
        rules = answer.get("ServerSideEncryptionConfiguration", {}).get("Rules", ())
        own["BucketEncryption"] = {"ServerSideEncryptionConfiguration": [encryption_rule(rule) for rule in rules]}
    except Unread:
        own["BucketEncryption"] = NOT_READABLE
    if arn in account.gone:
        return []
    found = [Definition(arn, BUCKET, own)]
    try:
        policy = account.ask("s3:GetBucketPolicy", arn, none_when=NO_POLICY, Bucket=name).get("Policy")
    except Unread:
        policy = NOT_READABLE
    if policy:
        found.append(Definition(f"{arn}/policy", BUCKET_POLICY, {"Bucket": name, "PolicyDocument": document(policy)}))
    return found


def encryption_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Make one rule of a bucket's encryption of the service's own."""
    found = {key: value for key, value in rule.items() if key == "BucketKeyEnabled"}
    if "ApplyServerSideEncryptionByDefault" in rule:
        found["ServerSideEncryptionByDefault"] = rule["ApplyServerSideEncryptionByDefault"]
    return found
