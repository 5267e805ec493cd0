from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam012 = RuleCase("LAM012")
TIMESTAMP = "StartingPositionTimestamp: 1735689600"


@pytest.mark.parametrize("position", ["LATEST", "TRIM_HORIZON"])
def test_a_timestamp_with_another_position_is_found(position: str) -> None:
    finding = lam012.finds(example(f"StartingPosition: {position}", TIMESTAMP))
    assert finding.property == "StartingPositionTimestamp"


def test_a_missing_timestamp_is_found() -> None:
    assert lam012.finds(example("StartingPosition: AT_TIMESTAMP")).given == "nothing"
    lam012.finds(sam("StartingPosition: AT_TIMESTAMP"))


def test_both_together_pass() -> None:
    lam012.passes(example("StartingPosition: AT_TIMESTAMP", TIMESTAMP))


def test_a_missing_position_is_another_rules() -> None:
    lam012.passes(example(TIMESTAMP))


def test_a_position_that_is_not_known_is_undecided() -> None:
    lam012.undecided(example("StartingPosition: !ImportValue position", TIMESTAMP))
