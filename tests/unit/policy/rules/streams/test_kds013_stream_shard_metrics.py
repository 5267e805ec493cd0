from __future__ import annotations

from cases import RuleCase

kds013 = RuleCase("KDS013")
STREAM = """
Parameters: {{Mode: {{Type: String}}}}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{{properties}}}
"""


def test_all_beside_others_is_found() -> None:
    finding = kds013.finds(STREAM.format(properties="DesiredShardLevelMetrics: [IncomingBytes, ALL]"))
    assert finding.property == "DesiredShardLevelMetrics"


def test_a_name_that_stands_twice_is_found() -> None:
    finding = kds013.finds(STREAM.format(properties="DesiredShardLevelMetrics: [ALL, ALL]"))
    assert finding.property == "DesiredShardLevelMetrics.1"


def test_all_alone_and_single_names_pass() -> None:
    kds013.passes(STREAM.format(properties="DesiredShardLevelMetrics: [ALL]"))
    kds013.passes(STREAM.format(properties="DesiredShardLevelMetrics: [IncomingBytes, OutgoingBytes]"))


def test_no_metrics_pass() -> None:
    kds013.passes(STREAM.format(properties="ShardCount: 1"))


def test_names_that_are_not_known_are_undecided() -> None:
    kds013.undecided(STREAM.format(properties="DesiredShardLevelMetrics: [ALL, !Ref Mode]"))
