from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.streams.kds020_stream_read_calls import MAPPING, example

kds020 = RuleCase("KDS020")
DELIVERY = """
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Orders.Arn}
      ExtendedS3DestinationConfiguration: {S3BackupMode: Enabled}
"""
CONSUMER = """
  Own:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: own, StreamARN: !GetAtt Orders.Arn}
"""


def test_more_calls_than_a_shard_answers_are_found() -> None:
    assert kds020.finds(example(6)).given == "6 calls a second"


def test_a_backup_reads_twice() -> None:
    assert kds020.finds(example(4) + DELIVERY).given == "6 calls a second"


def test_more_readers_than_a_full_shard_feeds_are_found() -> None:
    assert kds020.finds(example(2) + DELIVERY).given == "3 readers"


def test_two_readers_pass() -> None:
    kds020.passes(example(1) + DELIVERY)


def test_readers_of_stream_consumers_do_not_count() -> None:
    own = MAPPING.format(n=3).replace("!GetAtt Orders.Arn", "!Ref Own")
    kds020.passes(example(2) + own + CONSUMER)


def test_readers_of_other_streams_do_not_count() -> None:
    kds020.passes(example(6).replace("!GetAtt Orders.Arn", "!ImportValue orders"))


def test_mappings_that_are_off_do_not_count() -> None:
    kds020.passes(example(6).replace("FunctionName", "Enabled: false, FunctionName"))
