from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example

cwa013 = RuleCase("CWA013")
SHARD = "StreamName: !Ref Orders; ShardId: shardId-000000000000"


def with_metrics(metrics: str) -> str:
    return example(metric="IncomingBytes", dimensions=SHARD, more=f"DesiredShardLevelMetrics: {metrics}")


def test_a_stream_that_sends_no_such_metric_is_found() -> None:
    cwa013.finds(example(metric="IncomingBytes", dimensions=SHARD))
    cwa013.finds(with_metrics("[OutgoingBytes]"))


def test_a_stream_that_sends_it_passes() -> None:
    cwa013.passes(with_metrics("[OutgoingBytes, IncomingBytes]"))
    cwa013.passes(with_metrics("[ALL]"))


def test_an_alarm_on_the_whole_stream_passes() -> None:
    cwa013.passes(example(metric="IncomingBytes", dimensions="StreamName: !Ref Orders"))


def test_metrics_that_are_not_known_are_undecided() -> None:
    cwa013.undecided(with_metrics("[!ImportValue metric]"))
