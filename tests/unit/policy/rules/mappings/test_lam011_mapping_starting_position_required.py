from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam011 = RuleCase("LAM011")


def test_a_mapping_of_a_stream_without_a_position_is_found() -> None:
    assert lam011.finds(example()).property == "StartingPosition"


def test_a_mapping_of_a_literal_consumer_without_a_position_is_found() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders/consumer/reader:1700000000"
    lam011.finds(example(source=arn))


def test_an_event_of_a_sam_function_is_found_even_when_its_stream_is_not_known() -> None:
    finding = lam011.finds(sam(source="Stream: !ImportValue orders"))
    assert finding.property == "Events.Incoming.Properties.StartingPosition"


def test_any_position_passes() -> None:
    for position in ("LATEST", "TRIM_HORIZON", "!ImportValue position"):
        lam011.passes(example(f"StartingPosition: {position}"))


def test_a_queue_needs_no_position() -> None:
    lam011.passes(example(source="arn:aws:sqs:us-east-1:111122223333:orders"))
    lam011.passes(sam(type="SQS", source="Queue: !GetAtt Jobs.Arn"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    lam011.undecided(example(source="!ImportValue orders"))
