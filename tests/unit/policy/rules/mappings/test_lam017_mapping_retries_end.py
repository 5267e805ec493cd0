from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy import Severity
from constructs_lib.policy.examples.mappings import example

lam017 = RuleCase("LAM017")


def test_endless_retries_that_were_asked_for_are_a_warning() -> None:
    assert lam017.finds(example("MaximumRetryAttempts: -1")).severity is Severity.WARNING
    assert lam017.finds(sam("MaximumRecordAgeInSeconds: -1")).severity is Severity.WARNING


def test_the_defaults_are_advice() -> None:
    assert lam017.finds(example()).severity is Severity.INFO


def test_an_end_of_either_kind_passes() -> None:
    lam017.passes(example("MaximumRetryAttempts: 0"))
    lam017.passes(example("MaximumRecordAgeInSeconds: 60"))


def test_a_queue_has_its_own_redrive_policy() -> None:
    lam017.passes(example(source="arn:aws:sqs:us-east-1:111122223333:orders"))


def test_a_number_that_is_not_known_is_undecided() -> None:
    lam017.undecided(example("MaximumRetryAttempts: !ImportValue retries"))


def test_the_stream_of_a_table_is_held_up_too() -> None:
    lam017.finds(sam("MaximumRetryAttempts: -1", type="DynamoDB"))
    lam017.passes(sam("MaximumRetryAttempts: 3", type="DynamoDB"))
