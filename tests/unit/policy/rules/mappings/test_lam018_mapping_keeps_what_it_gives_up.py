from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam018 = RuleCase("LAM018")
DESTINATION = "DestinationConfig: {OnFailure: {Destination: 'arn:aws:s3:::orders-failed'}}"


def test_limits_without_a_destination_are_found() -> None:
    assert lam018.finds(example("MaximumRetryAttempts: 0")).property == "DestinationConfig.OnFailure"
    lam018.finds(sam("MaximumRecordAgeInSeconds: 3600"))


def test_a_destination_passes() -> None:
    lam018.passes(example("MaximumRetryAttempts: 3", DESTINATION))


def test_a_mapping_that_never_gives_up_passes() -> None:
    lam018.passes(example("MaximumRetryAttempts: -1"))


def test_a_number_that_is_not_known_is_undecided() -> None:
    lam018.undecided(example("MaximumRetryAttempts: !ImportValue retries"))


def test_the_stream_of_a_table_loses_records_too() -> None:
    lam018.finds(sam("MaximumRetryAttempts: 3", type="DynamoDB"))
