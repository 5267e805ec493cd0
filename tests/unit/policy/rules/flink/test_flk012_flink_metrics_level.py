from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.flink.flk012_flink_metrics_level import EXAMPLE

flk012 = RuleCase("FLK012")


def test_metrics_of_every_task_are_found() -> None:
    assert flk012.finds(EXAMPLE.format(level="PARALLELISM")).given == "PARALLELISM with 100 tasks"


def test_other_levels_pass() -> None:
    flk012.passes(EXAMPLE.format(level="TASK"))


def test_few_tasks_pass() -> None:
    flk012.passes(EXAMPLE.format(level="PARALLELISM").replace("Parallelism: 100", "Parallelism: 64"))


def test_a_level_that_is_not_known_is_undecided() -> None:
    flk012.undecided(EXAMPLE.format(level="!ImportValue level"))
