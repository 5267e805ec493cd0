from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import TO_TABLES, example
from constructs_lib.policy.rules.channels.kdc215_channels_of_stream import SECOND

kdc215 = RuleCase("KDC215")


def test_a_second_channel_of_a_kind_is_found() -> None:
    assert kdc215.finds(example() + SECOND).resource == "Copy"


def test_one_of_each_kind_passes() -> None:
    kdc215.passes(example(TO_TABLES) + SECOND)


def test_channels_of_two_streams_pass() -> None:
    kdc215.passes(example() + SECOND.replace("!GetAtt Orders.Arn", "!ImportValue others"))
