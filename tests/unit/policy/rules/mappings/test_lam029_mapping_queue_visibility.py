from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.rules.mappings.lam029_mapping_queue_visibility import EXAMPLE

lam029 = RuleCase("LAM029")


def test_a_queue_that_shows_messages_too_early_is_found() -> None:
    assert lam029.finds(EXAMPLE.format(seconds=59)).property == "EventSourceArn"


def test_the_default_of_the_queue_counts() -> None:
    queue = {"type": "SQS", "source": "Queue: !GetAtt Jobs.Arn"}
    lam029.finds(sam(**queue, function="Timeout: 31"))
    lam029.passes(sam(**queue, function="Timeout: 30"))


def test_the_default_of_the_function_counts() -> None:
    lam029.passes(EXAMPLE.format(seconds=3).replace("Properties: {Timeout: 60}", "Properties: {}"))


def test_equal_times_pass() -> None:
    lam029.passes(EXAMPLE.format(seconds=60))


def test_a_stream_hides_nothing() -> None:
    lam029.passes(sam(function="Timeout: 900"))


def test_a_time_that_is_not_known_is_undecided() -> None:
    lam029.undecided(EXAMPLE.format(seconds="!ImportValue seconds"))
