from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.consumers.kdc010_stream_consumer_count import example

kdc010 = RuleCase("KDC010")
lam010 = RuleCase("LAM010")
MAPPING = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{RetentionPeriodHours: {hours}}}
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: {arn}, FunctionName: f, MaximumRecordAgeInSeconds: {age}}}
"""


def test_the_last_of_21_consumers_is_found() -> None:
    assert kdc010.finds(example(21)).resource == "Reader21"


def test_consumers_of_two_streams_are_counted_apart() -> None:
    template = (
        example(20)
        + """
  Others: {Type: AWS::Kinesis::Stream}
  OtherReader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: other, StreamARN: !GetAtt Others.Arn}
"""
    )
    kdc010.passes(template)


def test_consumers_of_one_stream_by_its_arn_are_counted() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    assert kdc010.finds(example(21).replace("!GetAtt Orders.Arn", arn)).resource == "Reader21"


def test_an_imported_stream_is_undecided() -> None:
    template = example(21).replace("!GetAtt Orders.Arn", "!ImportValue orders")
    assert {result.reason for result in kdc010.run(template).undecided} == {"orders is imported from outside this app"}


def test_a_record_age_beyond_the_retention_is_found_through_a_consumer_too() -> None:
    for arn in ("!GetAtt Orders.Arn", "!GetAtt Reader.ConsumerARN", "!Ref Reader"):
        finding = lam010.finds(MAPPING.format(hours=24, age=90_000, arn=arn))
        assert finding.resource == "Mapping"
        assert "86400 seconds" in (finding.allowed or "")


def test_a_record_age_of_exactly_the_retention_passes() -> None:
    lam010.passes(MAPPING.format(hours=24, age=86_400, arn="!GetAtt Orders.Arn"))


def test_a_record_age_for_ever_passes() -> None:
    lam010.passes(MAPPING.format(hours=24, age=-1, arn="!GetAtt Orders.Arn"))


def test_a_stream_outside_the_app_is_undecided() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    assert lam010.undecided(MAPPING.format(hours=24, age=90_000, arn=arn)) == "the stream is not part of this app"


def test_a_queue_is_no_stream() -> None:
    lam010.passes(MAPPING.format(hours=24, age=90_000, arn="arn:aws:sqs:us-east-1:111122223333:orders"))
