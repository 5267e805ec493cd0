from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.producers import DIRECT, STREAM, template
from constructs_lib.policy.rules.producers.prd017_writer_names_partition_key import SCHEDULE

prd017 = RuleCase("PRD017")
PIPE = """
Pipe:
  Type: AWS::Pipes::Pipe
  Properties:
    Source: arn:aws:sqs:us-east-1:111122223333:orders
    Target: !GetAtt Orders.Arn
"""
KEY = "    TargetParameters: {KinesisStreamParameters: {PartitionKey: $.body.id}}\n"


def test_a_pipe_into_a_stream_needs_a_key() -> None:
    assert prd017.finds(template(STREAM, PIPE)).property.endswith("PartitionKey")
    prd017.passes(template(STREAM, PIPE + KEY))


def test_delivery_streams_have_no_keys() -> None:
    prd017.passes(template(DIRECT, SCHEDULE.replace("Orders", "Delivery")))


def test_a_key_that_is_not_known_is_a_key() -> None:
    prd017.passes(prd017.rule.good.replace("PartitionKey: hourly", "PartitionKey: !ImportValue key"))


def test_a_target_that_is_not_known_does_not_apply() -> None:
    prd017.passes(prd017.rule.bad.replace("!GetAtt Orders.Arn", "!ImportValue target"))
