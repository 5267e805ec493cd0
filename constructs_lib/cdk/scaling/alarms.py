"""The alarms that ask for a look at the shards of a stream, and those that ask for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from constructs_lib.cdk.monitoring.watch import KINESIS, MAXIMUM, SQS, SUM, Measure, Watch
from constructs_lib.runtime.shard_scaling import SECONDS_PER_DAY, Bounds
from constructs_lib.runtime.shard_scaling_alarms import BYTES, PERCENT, RECORDS, USAGE, usage
from constructs_lib.runtime.shard_scaling_handler import METRICS_NAMESPACE

HIGH_PERIOD_SECONDS, LOW_PERIOD_SECONDS = 60, 300
HIGH_PERIODS, HIGH_DATAPOINTS = 5, 3
LONGEST_LOOK_SECONDS = SECONDS_PER_DAY
"""An alarm looks back one day at most, the function as far as it is told.

Source: botocore 1.44.5 cloudwatch PutMetricAlarm, EvaluationPeriods.
"""
SILENCE_IS_NO_ALARM = "notBreaching"


def triggers(
    bounds: Bounds, *, name: str, stream: str, shards: int, function_arn: str
) -> Mapping[str, Mapping[str, Any]]:
    """Give the properties of the alarms that call the function, in CloudFormation's casing, by the end of their names.

    Args:
        bounds: what the owner allows; it stands in the descriptions, so that new bounds set the alarms anew and the
            function looks.
        name: beginning of the alarms' names.
        stream: name of the stream.
        shards: with which the stream is defined.
        function_arn: of the function.
    """
    allowed = f"{bounds.minimum} to {bounds.maximum} shards"
    high = {
        "Threshold": bounds.high * PERCENT,
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": HIGH_PERIODS,
        "DatapointsToAlarm": HIGH_DATAPOINTS,
        "AlarmDescription": f"adds shards: more than {bounds.high:.0%} of the capacity is used; {allowed}",
        "Metrics": _usage(stream, shards, HIGH_PERIOD_SECONDS),
    }
    throttled = {
        "Threshold": 0,
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": HIGH_PERIODS,
        "DatapointsToAlarm": HIGH_DATAPOINTS,
        "AlarmDescription": f"adds shards, unless some are hot: records are refused; {allowed}",
        "Namespace": KINESIS,
        "MetricName": "WriteProvisionedThroughputExceeded",
        "Dimensions": [{"Name": "StreamName", "Value": stream}],
        "Statistic": SUM,
        "Period": HIGH_PERIOD_SECONDS,
    }
    low = {
        "Threshold": bounds.low * PERCENT,
        "ComparisonOperator": "LessThanThreshold",
        "EvaluationPeriods": max(1, round(min(bounds.rest, LONGEST_LOOK_SECONDS) / LOW_PERIOD_SECONDS)),
        "AlarmDescription": f"takes shards away: less than {bounds.low:.0%} of the capacity is used; {allowed}",
        "Metrics": _usage(stream, shards, LOW_PERIOD_SECONDS),
    }
    return {
        end: {
            "AlarmName": f"{name}-{end}",
            "AlarmActions": [function_arn],
            "TreatMissingData": SILENCE_IS_NO_ALARM,
            **properties,
        }
        for end, properties in (("High", high), ("Throttled", throttled), ("Low", low))
    }


def watches(function: lambda_.IFunction, failures: sqs.IQueue) -> tuple[Watch, ...]:
    """Give what needs a person."""

    def counted(metric: str) -> Measure:
        return Measure(
            namespace=METRICS_NAMESPACE,
            name=metric,
            dimensions={"FunctionName": function.function_name},
            statistic=SUM,
        )

    return (
        Watch(
            id="Blocked",
            measure=counted("Blocked"),
            threshold=0,
            heals=False,
            why="the stream needs more shards than its maximum, ten changes a day or the account's quota allow: raise "
            "the maximum or the quota",
        ),
        Watch(
            id="HotShard",
            measure=counted("HotShard"),
            threshold=0,
            heals=False,
            why="records are refused although the stream has room: some partition keys get most of the load, or "
            "producers send in bursts; spread the keys, since more shards would not help one key",
        ),
        Watch(
            id="Failed",
            measure=Measure(
                namespace=SQS,
                name="ApproximateNumberOfMessagesVisible",
                dimensions={"QueueName": failures.queue_name},
                statistic=MAXIMUM,
            ),
            threshold=0,
            heals=False,
            why="the function that changes the shards failed three times: read its log, then empty the queue",
        ),
    )


def _usage(stream: str, shards: int, period: int) -> list[dict[str, Any]]:
    read = [
        {
            "Id": query,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {
                    "Namespace": KINESIS,
                    "MetricName": metric,
                    "Dimensions": [{"Name": "StreamName", "Value": stream}],
                },
                "Period": period,
                "Stat": SUM,
            },
        }
        for query, metric in ((BYTES, "IncomingBytes"), (RECORDS, "IncomingRecords"))
    ]
    label = "% of the capacity used"
    return [{"Id": USAGE, "Expression": usage(shards), "Label": label, "ReturnData": True}, *read]
