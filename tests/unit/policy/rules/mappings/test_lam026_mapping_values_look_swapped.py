from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam026 = RuleCase("LAM026")
PARAMETERS = """
Parameters:
  RetryAttempts: {Type: Number, Default: 3, AllowedValues: [3, 5]}
  Parallelization: {Type: Number, Default: 4, AllowedValues: [4]}
"""


def test_a_factor_out_of_range_beside_few_retries_is_found() -> None:
    assert lam026.finds(example("ParallelizationFactor: 50", "MaximumRetryAttempts: 4")).given == (
        "ParallelizationFactor 50, MaximumRetryAttempts 4"
    )
    lam026.finds(sam("ParallelizationFactor: 50", "MaximumRetryAttempts: 4"))


def test_parameters_named_after_one_another_are_found() -> None:
    template = PARAMETERS + example(
        "ParallelizationFactor: !Ref RetryAttempts", "MaximumRetryAttempts: !Ref Parallelization"
    )
    found = {finding.property for finding in lam026.run(template).findings}
    assert found == {"ParallelizationFactor", "MaximumRetryAttempts"}


def test_parameters_in_their_place_pass() -> None:
    lam026.passes(
        PARAMETERS + example("ParallelizationFactor: !Ref Parallelization", "MaximumRetryAttempts: !Ref RetryAttempts")
    )


def test_many_retries_of_few_parallel_batches_pass() -> None:
    lam026.passes(example("ParallelizationFactor: 10", "MaximumRetryAttempts: 10000"))


def test_a_factor_out_of_range_alone_is_another_rules() -> None:
    lam026.passes(example("ParallelizationFactor: 50"))


def test_a_number_that_is_not_known_is_undecided() -> None:
    lam026.undecided(sam("ParallelizationFactor: !Ref Size", "MaximumRetryAttempts: 4"))


def test_a_factor_in_range_or_retries_that_are_no_factor_pass() -> None:
    lam026.passes(example("ParallelizationFactor: 10", "MaximumRetryAttempts: 4"))
    lam026.passes(example("ParallelizationFactor: 50", "MaximumRetryAttempts: 100"))
    lam026.passes(example("MaximumRetryAttempts: 4"))


def test_what_is_no_number_is_undecided() -> None:
    lam026.undecided(example("ParallelizationFactor: many", "MaximumRetryAttempts: 4"))
    lam026.undecided(example("ParallelizationFactor: 50", "MaximumRetryAttempts: few"))
