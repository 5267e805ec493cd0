"""The alarms that ask for a look at the shards of a stream: what they compute, and how it follows the shard count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from constructs_lib.runtime.shard_scaling import SHARD_BYTES, SHARD_RECORDS

PERCENT = 100
USAGE, BYTES, RECORDS = "usage", "bytes", "records"
"""Ids of the expression and of the metrics in it."""
KEPT = frozenset({
    "ActionsEnabled", "AlarmActions", "AlarmDescription", "AlarmName", "ComparisonOperator", "DatapointsToAlarm",
    "EvaluationPeriods", "InsufficientDataActions", "OKActions", "Threshold", "TreatMissingData",
})  # fmt: skip
"""What PutMetricAlarm takes of what DescribeAlarms gives."""


def usage(shards: int, *, at_least: float = 0) -> str:
    """Write how many percent of the capacity of so many shards are used, in metric math.

    Args:
        shards: open shards.
        at_least: added to the result: an alarm on too little use rests where nothing can be taken away.
    """
    written = f"{PERCENT} * MAX([FILL({BYTES}, 0) / {SHARD_BYTES:.0f}, FILL({RECORDS}, 0) / {SHARD_RECORDS:.0f}])"
    return f"{written} / PERIOD({BYTES}) / {shards}" + (f" + {at_least:g}" if at_least else "")


def follow(cloudwatch: Any, expressions: Mapping[str, str]) -> list[str]:
    """Write expressions into alarms that have other ones.

    Args:
        cloudwatch: a boto3 client.
        expressions: name of an alarm to its expression.

    Returns:
        The names of the alarms that were changed.
    """
    changed = []
    for alarm in _alarms(cloudwatch, list(expressions)):
        wanted = expressions[alarm["AlarmName"]]
        metrics = [_with(wanted, metric) for metric in alarm.get("Metrics", ())]
        if metrics and metrics != alarm["Metrics"]:
            cloudwatch.put_metric_alarm(Metrics=metrics, **{name: alarm[name] for name in KEPT & alarm.keys()})
            changed.append(alarm["AlarmName"])
    return sorted(changed)


def ask_again(cloudwatch: Any, alarm: str, reason: str) -> None:
    """Let an alarm ring once more if its cause is still there: it calls the function when its state changes only."""
    cloudwatch.set_alarm_state(AlarmName=alarm, StateValue="INSUFFICIENT_DATA", StateReason=reason)


def _alarms(cloudwatch: Any, names: Sequence[str]) -> Iterable[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]
    return found


def _with(expression: str, metric: Mapping[str, Any]) -> dict[str, Any]:
    return {**metric, "Expression": expression} if metric["Id"] == USAGE else dict(metric)
