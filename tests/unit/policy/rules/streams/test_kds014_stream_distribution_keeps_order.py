from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.streams.kds014_stream_distribution_keeps_order import EXAMPLE

kds014 = RuleCase("KDS014")


def test_windows_over_a_stream_without_keys_are_found() -> None:
    finding = kds014.finds(EXAMPLE.format(strategy="AUTO"))
    assert (finding.resource, finding.property) == ("Orders", "RecordDistributionStrategy")


def test_partition_keys_pass() -> None:
    kds014.passes(EXAMPLE.format(strategy="USER_PARTITION_KEY"))


def test_a_reader_without_windows_passes() -> None:
    kds014.passes(EXAMPLE.format(strategy="AUTO").replace("TumblingWindowInSeconds: 60", "TumblingWindowInSeconds: 0"))


def test_a_strategy_that_is_not_known_is_undecided() -> None:
    kds014.undecided(EXAMPLE.format(strategy="!ImportValue strategy"))
