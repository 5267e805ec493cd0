from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cases import RuleCase

from constructs_lib.policy import Severity
from constructs_lib.policy.examples.mappings import MSK, example

lam013 = RuleCase("LAM013")


def at(when: datetime) -> str:
    return example("StartingPosition: AT_TIMESTAMP", f"StartingPositionTimestamp: {when.timestamp()}")


def test_milliseconds_are_an_error() -> None:
    assert lam013.finds(example("StartingPositionTimestamp: 1735689600000")).severity is Severity.ERROR


def test_a_near_future_may_have_passed_at_deployment() -> None:
    assert lam013.finds(at(datetime.now(UTC) + timedelta(days=2))).severity is Severity.WARNING


def test_the_past_passes() -> None:
    lam013.passes(at(datetime.now(UTC) - timedelta(minutes=1)))


def test_a_time_that_is_not_known_is_undecided() -> None:
    lam013.undecided(example("StartingPositionTimestamp: !ImportValue start"))


def test_kafka_starts_in_the_past_too() -> None:
    lam013.finds(example("StartingPositionTimestamp: 1735689600000", source=MSK))


def test_a_queue_starts_nowhere() -> None:
    arn = "arn:aws:sqs:us-east-1:111122223333:orders"
    lam013.passes(example("StartingPositionTimestamp: 1735689600000", source=arn))
