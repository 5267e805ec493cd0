from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam021 = RuleCase("LAM021")


def test_parallel_batches_of_a_window_are_found() -> None:
    finding = lam021.finds(example("TumblingWindowInSeconds: 1", "ParallelizationFactor: 2"))
    assert finding.property == "ParallelizationFactor"
    lam021.finds(sam("TumblingWindowInSeconds: 60", "ParallelizationFactor: 10"))


def test_one_batch_at_a_time_passes() -> None:
    lam021.passes(example("TumblingWindowInSeconds: 60", "ParallelizationFactor: 1"))
    lam021.passes(example("TumblingWindowInSeconds: 60"))


def test_a_window_of_zero_is_none() -> None:
    lam021.passes(example("TumblingWindowInSeconds: 0", "ParallelizationFactor: 2"))


def test_a_factor_that_is_not_known_is_undecided() -> None:
    lam021.undecided(sam("TumblingWindowInSeconds: 60", "ParallelizationFactor: !Ref Size"))
