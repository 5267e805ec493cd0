from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.flink.flk013_flink_mode_fits_runtime import EXAMPLE

flk013 = RuleCase("FLK013")
NOTEBOOK, APPLICATION = EXAMPLE.format(runtime="ZEPPELIN-FLINK-3_0"), EXAMPLE.format(runtime="FLINK-1_20")


def test_a_mode_of_the_other_kind_is_found() -> None:
    assert flk013.finds(APPLICATION).property == "ApplicationMode"
    flk013.finds(NOTEBOOK.replace("INTERACTIVE", "STREAMING"))


def test_the_mode_of_its_kind_passes() -> None:
    flk013.passes(NOTEBOOK)
    flk013.passes(APPLICATION.replace("INTERACTIVE", "STREAMING"))


def test_an_application_without_a_mode_does_not_apply() -> None:
    flk013.passes(NOTEBOOK.replace("ApplicationMode: INTERACTIVE", "ApplicationName: watch"))


def test_a_mode_that_is_not_known_is_undecided() -> None:
    flk013.undecided(APPLICATION.replace("INTERACTIVE", "!ImportValue mode"))
