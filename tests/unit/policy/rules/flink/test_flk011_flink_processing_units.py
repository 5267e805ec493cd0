from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.flink.flk011_flink_processing_units import EXAMPLE

flk011 = RuleCase("FLK011")


def test_more_units_than_the_quota_are_found() -> None:
    assert flk011.finds(EXAMPLE.format(each=2)).given == "65 units"


def test_the_quota_itself_passes() -> None:
    flk011.passes(EXAMPLE.format(each=2).replace("130", "128"))


def test_settings_that_do_not_count_pass() -> None:
    flk011.passes(EXAMPLE.format(each=1).replace("CUSTOM", "DEFAULT"))


def test_a_number_that_is_not_known_is_undecided() -> None:
    flk011.undecided(EXAMPLE.format(each="!ImportValue each"))
