"""The function with boto3's own clients: botocore checks requests against its model, an account answers in process."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from constructs_lib.runtime.shard_scaling import Action, Bounds
from constructs_lib.runtime.shard_scaling_alarms import usage
from constructs_lib.runtime.shard_scaling_handler import CHANGES_TAG, Settings, look

NOW = 1_800_000_000.0
ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/flights"
MIB_A_MINUTE = 60 * 1024 * 1024
BOUNDS = Bounds(minimum=2, maximum=64, high=0.8, target=0.6, low=0.3, cooldown=300, rest=3600)
SETTINGS = Settings(stream=ARN, bounds=BOUNDS, high="flights-high", low="flights-low", shard_metrics=False)


class Context:
    function_name = "scaling"


@dataclass
class Account:
    """One stream and its two alarms, as far as the function sees them."""

    time: float = NOW
    shards: int = 4
    status: str = "ACTIVE"
    bytes_a_minute: float = 0
    refused_a_minute: float = 0
    hot_shard_bytes_a_minute: float | None = None
    refusal: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    expressions: dict[str, str] = field(default_factory=lambda: {"flights-high": usage(4), "flights-low": usage(4)})
    asked_again: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def client(self, service: str) -> Any:
        client = boto3.client(service, region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test")
        client.meta.events.register(f"before-call.{service}", self._answer)
        return client

    def _answer(self, model, params, **_):
        self.calls.append(model.name)
        body = params["body"] if isinstance(params["body"], dict) else json.loads(params["body"])
        answer = getattr(self, f"_{xform_name(model.name)}")
        try:
            return _Response(200), answer(body)
        except ClientError as error:
            return _Response(400), error.response

    def _describe_stream_summary(self, request):
        assert request == {"StreamARN": ARN}
        summary = {"OpenShardCount": self.shards, "StreamStatus": self.status, "StreamName": "flights"}
        return {"StreamDescriptionSummary": summary}

    def _list_tags_for_stream(self, request):
        tags = [{"Key": "team", "Value": "lake"}, *({"Key": key, "Value": value} for key, value in self.tags.items())]
        if "ExclusiveStartTagKey" in request:
            return {"Tags": tags[1:], "HasMoreTags": False}
        return {"Tags": tags[:1], "HasMoreTags": len(tags) > 1}

    def _add_tags_to_stream(self, request):
        self.tags.update(request["Tags"])
        return {}

    def _update_shard_count(self, request):
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal, "Message": "no"}}, "UpdateShardCount")
        assert self.shards / 2 <= request["TargetShardCount"] <= self.shards * 2
        self.shards, self.status = request["TargetShardCount"], "UPDATING"
        return {}

    def _list_shards(self, request):
        shards = [{"ShardId": f"shardId-{number:012}"} for number in range(self.shards)]
        if "NextToken" in request:
            assert set(request) == {"NextToken"}
            return {"Shards": shards[1:]}
        return {"Shards": shards[:1], "NextToken": "more"}

    def _get_metric_data(self, request):
        minutes = [datetime.fromtimestamp(self.time - 60 * ago, tz=UTC) for ago in (1, 2, 30)]
        results = []
        for query in request["MetricDataQueries"]:
            metric = query["MetricStat"]["Metric"]
            shard = next((each["Value"] for each in metric["Dimensions"] if each["Name"] == "ShardId"), None)
            value = {
                "IncomingBytes": self.bytes_a_minute,
                "IncomingRecords": 0.0,
                "WriteProvisionedThroughputExceeded": self.refused_a_minute,
            }[metric["MetricName"]]
            if shard and metric["MetricName"] == "IncomingBytes":
                hot = shard.endswith("0") and self.hot_shard_bytes_a_minute is not None
                value = self.hot_shard_bytes_a_minute if hot else value / self.shards
            results.append({"Id": query["Id"], "Timestamps": minutes, "Values": [value] * len(minutes)})
        return {"MetricDataResults": results}

    def _describe_alarms(self, request):
        return {"MetricAlarms": [self._alarm(name) for name in request["AlarmNames"]]}

    def _alarm(self, name):
        return {
            "AlarmName": name,
            "AlarmArn": f"arn:aws:cloudwatch:eu-west-1:111122223333:alarm:{name}",
            "AlarmActions": ["arn:aws:lambda:eu-west-1:111122223333:function:scaling"],
            "StateValue": "ALARM",
            "EvaluationPeriods": 5,
            "Threshold": 80.0,
            "ComparisonOperator": "GreaterThanThreshold",
            "Metrics": [{"Id": "usage", "Expression": self.expressions[name], "ReturnData": True}],
        }

    def _put_metric_alarm(self, request):
        assert request["AlarmActions"]
        (metric,) = request["Metrics"]
        self.expressions[request["AlarmName"]] = metric["Expression"]
        return {}

    def _set_alarm_state(self, request):
        assert request["StateValue"] == "INSUFFICIENT_DATA"
        self.asked_again.append(request["AlarmName"])
        return {}


class _Response:
    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


def looked(account: Account, *, alarm: str | None = "flights-high", settings: Settings = SETTINGS, time: float = NOW):
    account.time = time
    event = {"alarmData": {"alarmName": alarm}} if alarm else {}
    return look(
        event,
        Context(),
        kinesis=account.client("kinesis"),
        cloudwatch=account.client("cloudwatch"),
        settings=settings,
        time=time,
    )


def test_a_full_stream_gets_shards_and_the_alarms_follow():
    account = Account(bytes_a_minute=3.6 * MIB_A_MINUTE)
    assert looked(account).action is Action.SCALE
    assert account.shards == 6
    assert account.expressions == {"flights-high": usage(6), "flights-low": usage(6)}
    assert account.tags == {CHANGES_TAG: str(int(NOW))}


def test_the_alarm_that_rang_will_ring_again_while_its_cause_is_there():
    account = Account(bytes_a_minute=3.6 * MIB_A_MINUTE, status="UPDATING")
    assert looked(account).action is Action.WAIT
    assert account.asked_again == ["flights-high"]
    assert "UpdateShardCount" not in account.calls


def test_at_the_minimum_the_alarm_on_too_little_use_rests():
    account = Account(shards=2)
    assert looked(account, alarm="flights-low").action is Action.KEEP
    assert account.expressions == {"flights-high": usage(2), "flights-low": usage(2, at_least=100)}


def test_alarms_that_a_stack_update_has_set_back_are_repaired():
    account = Account(shards=8, bytes_a_minute=4 * MIB_A_MINUTE)
    assert looked(account).action is Action.KEEP
    assert account.expressions == {"flights-high": usage(8), "flights-low": usage(8)}


def test_alarms_that_are_right_are_not_written():
    account = Account(bytes_a_minute=2 * MIB_A_MINUTE)
    looked(account)
    assert "PutMetricAlarm" not in account.calls


def test_it_can_be_called_by_hand():
    account = Account(bytes_a_minute=2 * MIB_A_MINUTE)
    assert looked(account, alarm=None).action is Action.KEEP
    assert account.asked_again == []


def test_a_change_after_a_change_is_remembered_through_the_tag():
    account = Account(bytes_a_minute=30 * MIB_A_MINUTE)
    looked(account)
    account.status = "ACTIVE"
    assert looked(account, time=NOW + 60).action is Action.WAIT
    assert looked(account, time=NOW + 400).action is Action.SCALE
    assert account.tags[CHANGES_TAG].split() == [str(int(NOW)), str(int(NOW) + 400)]
    assert account.shards == 16


def test_changes_of_more_than_a_day_ago_are_forgotten():
    account = Account(bytes_a_minute=3.6 * MIB_A_MINUTE, tags={CHANGES_TAG: str(int(NOW) - 90_000)})
    looked(account)
    assert account.tags == {CHANGES_TAG: str(int(NOW))}


@pytest.mark.parametrize(
    ("code", "action"), [("LimitExceededException", Action.BLOCKED), ("ResourceInUseException", Action.WAIT)]
)
def test_a_refusal_of_kinesis_is_tried_again_later_and_not_counted(code, action):
    account = Account(bytes_a_minute=3.6 * MIB_A_MINUTE, refusal=code)
    assert looked(account).action is action
    assert account.tags == {}
    assert account.asked_again == ["flights-high"]
    assert account.expressions["flights-high"] == usage(4)


def test_a_missing_permission_is_an_error_for_the_queue():
    account = Account(bytes_a_minute=3.6 * MIB_A_MINUTE, refusal="AccessDeniedException")
    with pytest.raises(ClientError, match="AccessDenied"):
        looked(account)


def test_a_hot_shard_is_found_through_its_own_metrics_and_reported(capsys):
    account = Account(bytes_a_minute=1.2 * MIB_A_MINUTE, refused_a_minute=5, hot_shard_bytes_a_minute=1 * MIB_A_MINUTE)
    settings = Settings(**{**vars(SETTINGS), "shard_metrics": True})
    assert looked(account, settings=settings).action is Action.HOT
    line = json.loads(capsys.readouterr().out)
    assert (line["HotShard"], line["Blocked"], line["Scaled"]) == (1, 0, 0)
    assert "not by all shards alike" in line["reason"]


def test_bursts_of_all_shards_get_shards():
    account = Account(bytes_a_minute=1.2 * MIB_A_MINUTE, refused_a_minute=5)
    assert looked(account, settings=Settings(**{**vars(SETTINGS), "shard_metrics": True})).action is Action.SCALE


def test_what_the_environment_says_is_what_was_written():
    assert Settings.read(json.dumps(SETTINGS.write())) == SETTINGS
