from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import example

kdc211 = RuleCase("KDC211")


def test_a_provisioned_stream_is_found() -> None:
    assert kdc211.finds(example(stream="{ShardCount: 1}")).property == "StreamConfigurationList.0.StreamARN"


def test_an_on_demand_stream_passes() -> None:
    kdc211.passes(example())


def test_a_stream_outside_the_app_says_nothing() -> None:
    kdc211.passes(example(stream="{ShardCount: 1}").replace("!GetAtt Orders.Arn", "!ImportValue orders"))


def test_a_mode_that_is_not_known_is_undecided() -> None:
    kdc211.undecided(example(stream="{StreamModeDetails: {StreamMode: !ImportValue mode}}"))
