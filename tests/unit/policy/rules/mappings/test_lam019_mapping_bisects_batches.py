from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam019 = RuleCase("LAM019")


def test_batches_of_one_record_are_found() -> None:
    lam019.finds(example("BatchSize: 1", "BisectBatchOnFunctionError: true"))
    lam019.finds(sam("BatchSize: 1", "BisectBatchOnFunctionError: 'true'"))


def test_the_default_batch_size_passes() -> None:
    lam019.passes(example("BisectBatchOnFunctionError: true"))


def test_a_mapping_that_does_not_bisect_passes() -> None:
    lam019.passes(example("BatchSize: 1", "BisectBatchOnFunctionError: false"))


def test_a_size_that_is_not_known_is_undecided() -> None:
    lam019.undecided(sam("BatchSize: !Ref Size", "BisectBatchOnFunctionError: true"))
