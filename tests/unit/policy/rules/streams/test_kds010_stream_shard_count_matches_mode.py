from __future__ import annotations

from cases import RuleCase

kds010 = RuleCase("KDS010")
STREAM = """
Parameters: {{Mode: {{Type: String}}}}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{{properties}}}
"""


def test_an_on_demand_stream_with_a_shard_count_is_found() -> None:
    properties = "StreamModeDetails: {StreamMode: ON_DEMAND}, ShardCount: !ImportValue shards"
    assert kds010.finds(STREAM.format(properties=properties)).property == "ShardCount"


def test_a_provisioned_stream_without_a_shard_count_is_found() -> None:
    finding = kds010.finds(STREAM.format(properties="StreamModeDetails: {StreamMode: PROVISIONED}"))
    assert finding.property == "ShardCount"


def test_a_provisioned_stream_with_shards_passes() -> None:
    kds010.passes(STREAM.format(properties="StreamModeDetails: {StreamMode: PROVISIONED}, ShardCount: 2"))


def test_a_stream_with_neither_mode_nor_shards_is_left_to_the_service() -> None:
    kds010.passes(STREAM.format(properties="Name: orders"))


def test_a_mode_that_a_parameter_decides_is_undecided() -> None:
    reason = kds010.undecided(STREAM.format(properties="StreamModeDetails: {StreamMode: !Ref Mode}, ShardCount: 2"))
    assert reason == "parameter Mode has no default"
