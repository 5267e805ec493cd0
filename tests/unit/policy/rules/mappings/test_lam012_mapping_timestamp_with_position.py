from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import MSK, example

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


def test_the_stream_of_a_table_does_not_start_at_a_timestamp() -> None:
    finding = lam012.finds(
        example(
            "StartingPosition: AT_TIMESTAMP",
            TIMESTAMP,
            source="arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000",
        )
    )
    assert finding.property == "StartingPosition"


def test_kafka_starts_at_a_timestamp_that_is_given() -> None:
    lam012.finds(example("StartingPosition: AT_TIMESTAMP", source=MSK))
    lam012.passes(example("StartingPosition: AT_TIMESTAMP", TIMESTAMP, source=MSK))
