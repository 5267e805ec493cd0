from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam010 = RuleCase("LAM010")
CONSUMER = """
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}
"""
ARN = "arn:aws:kinesis:us-east-1:111122223333:stream"


def test_a_record_age_beyond_the_retention_is_found_through_a_consumer_too() -> None:
    composed = "!Sub arn:aws:kinesis:us-east-1:111122223333:stream/${Orders}"
    for source in ("!GetAtt Orders.Arn", "!GetAtt Reader.ConsumerARN", "!Ref Reader", composed):
        finding = lam010.finds(example("MaximumRecordAgeInSeconds: 90000", source=source) + CONSUMER)
        assert finding.resource == "Mapping"
        assert "86400 seconds" in (finding.allowed or "")


def test_an_event_of_a_sam_function_is_a_mapping() -> None:
    finding = lam010.finds(sam("MaximumRecordAgeInSeconds: 90000"))
    assert finding.resource == "Watch"
    assert finding.property == "Events.Incoming.Properties.MaximumRecordAgeInSeconds"


def test_a_record_age_of_exactly_the_retention_passes() -> None:
    lam010.passes(example("MaximumRecordAgeInSeconds: 86400"))


def test_a_record_age_for_ever_passes() -> None:
    lam010.passes(example("MaximumRecordAgeInSeconds: -1"))


def test_a_stream_outside_the_app_is_undecided() -> None:
    template = example("MaximumRecordAgeInSeconds: 90000", source=f"{ARN}/orders")
    assert lam010.undecided(template) == "the stream is not part of this app"


def test_a_queue_is_no_stream() -> None:
    lam010.passes(example("MaximumRecordAgeInSeconds: 90000", source="arn:aws:sqs:us-east-1:111122223333:orders"))


def test_the_stream_of_a_table_keeps_records_for_a_day() -> None:
    lam010.finds(sam("MaximumRecordAgeInSeconds: 86401", type="DynamoDB"))
    lam010.passes(sam("MaximumRecordAgeInSeconds: 86400", type="DynamoDB"))
