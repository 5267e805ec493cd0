"""A look at a stream, and a change of its shards where the load asks for one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_lib.runtime.metrics import LambdaContext, write_metrics
from constructs_lib.runtime.shard_scaling import SECONDS_PER_DAY, Action, Bounds, Decision, decide
from constructs_lib.runtime.shard_scaling_alarms import PERCENT, ask_again, follow, usage
from constructs_lib.runtime.shard_scaling_load import measure

METRICS_NAMESPACE = "KinesisConstructs/ShardAutoscaling"
CHANGES_TAG = "kinesis-constructs:scaled-at"
ACTIVE = "ACTIVE"
REFUSALS = {"LimitExceededException": Action.BLOCKED, "ResourceInUseException": Action.WAIT}
"""Errors of a change that will be possible later: a limit of the day or of the account, or another change."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the function is told by its environment.

    Attributes:
        stream: the ARN.
        bounds: what the owner allows.
        high: the name of the alarm on too much use.
        low: the name of the alarm on too little.
        shard_metrics: whether the stream's shards have metrics of their own.
    """

    stream: str
    bounds: Bounds
    high: str
    low: str
    shard_metrics: bool

    @staticmethod
    def read(text: str) -> Settings:
        """Read settings as `write` writes them."""
        fields = json.loads(text)
        return Settings(**{**fields, "bounds": Bounds(**fields["bounds"])})

    def write(self) -> dict[str, Any]:
        """Give the settings as plain data."""
        return {**vars(self), "bounds": vars(self.bounds)}


def look(
    event: Mapping[str, Any], context: LambdaContext, *, kinesis: Any, cloudwatch: Any, settings: Settings, time: float
) -> Decision:
    """Measure the load of a stream, decide, change the shard count, let the alarms follow, and log it.

    Args:
        event: of a CloudWatch alarm, `{"alarmData": {"alarmName": str}}`, or anything else.
        context: names the function.
        kinesis: a boto3 client.
        cloudwatch: a boto3 client.
        settings: what the owner allows.
        time: Unix seconds.

    Source: CloudWatch User Guide, "Invoke a Lambda function from an alarm"; botocore 1.44.5 kinesis UpdateShardCount.
    """
    summary = kinesis.describe_stream_summary(StreamARN=settings.stream)["StreamDescriptionSummary"]
    shards = int(summary["OpenShardCount"])
    changes = _changes(kinesis, settings.stream)
    now, lately = measure(
        cloudwatch,
        stream=summary["StreamName"],
        shards=_open_shards(kinesis, settings.stream) if settings.shard_metrics else (),
        time=time,
        lately_seconds=settings.bounds.rest,
    )
    decision = decide(
        shards=shards,
        active=summary["StreamStatus"] == ACTIVE,
        now=now,
        lately=lately,
        changes=changes,
        time=time,
        bounds=settings.bounds,
    )
    if decision.action is Action.SCALE:
        decision = _change(kinesis, settings.stream, decision, changes, shards, time)
    follow(cloudwatch, _expressions(decision.target, settings))
    alarm = event.get("alarmData", {}).get("alarmName")
    if alarm:
        ask_again(cloudwatch, alarm, decision.reason)
    write_metrics(
        METRICS_NAMESPACE,
        context,
        {
            "Scaled": int(decision.action is Action.SCALE),
            "Blocked": int(decision.action is Action.BLOCKED),
            "HotShard": int(decision.action is Action.HOT),
        },
        {"stream": settings.stream, "action": decision.action, "shards": shards, "target": decision.target,
         "reason": decision.reason, "alarm": alarm},
    )  # fmt: skip
    return decision


def _expressions(shards: int, settings: Settings) -> dict[str, str]:
    at_minimum = PERCENT if shards <= settings.bounds.minimum else 0
    return {settings.high: usage(shards), settings.low: usage(shards, at_least=at_minimum)}


def _change(
    kinesis: Any, stream: str, decision: Decision, changes: Sequence[float], shards: int, time: float
) -> Decision:
    try:
        kinesis.update_shard_count(StreamARN=stream, TargetShardCount=decision.target, ScalingType="UNIFORM_SCALING")
    except kinesis.exceptions.ClientError as error:
        action = REFUSALS.get(error.response["Error"]["Code"])
        if action is None:
            raise
        return Decision(action=action, target=shards, reason=f"{decision.reason}; {error}")
    kept = [change for change in changes if time - change < SECONDS_PER_DAY]
    text = " ".join(str(int(change)) for change in [*kept, time])
    kinesis.add_tags_to_stream(StreamARN=stream, Tags={CHANGES_TAG: text})
    return decision


def _changes(kinesis: Any, stream: str) -> list[float]:
    """Read when the shard count was changed, from a tag of the stream: nothing else needs to be kept or paid for."""
    text = next((tag.get("Value") or "" for tag in _tags(kinesis, stream) if tag["Key"] == CHANGES_TAG), "")
    return [float(word) for word in text.split() if word.isdigit()]


def _tags(kinesis: Any, stream: str) -> Iterator[Mapping[str, str]]:
    request = {"StreamARN": stream}
    while request:
        page = kinesis.list_tags_for_stream(**request)
        yield from page["Tags"]
        request = {"StreamARN": stream, "ExclusiveStartTagKey": page["Tags"][-1]["Key"]} if page["HasMoreTags"] else {}


def _open_shards(kinesis: Any, stream: str) -> list[str]:
    found: list[str] = []
    request: dict[str, Any] = {"StreamARN": stream, "ShardFilter": {"Type": "AT_LATEST"}}
    while request:
        page = kinesis.list_shards(**request)
        found += [shard["ShardId"] for shard in page["Shards"]]
        # a page after the first is asked for by its token alone
        request = {"NextToken": page["NextToken"]} if page.get("NextToken") else {}
    return found
