from __future__ import annotations

import pytest
from cases import RuleCase
from sam import sam

lam090 = RuleCase("LAM090")


def given(destination: str, type: str = "AWS::SQS::Queue") -> str:
    good = lam090.rule.good.replace("AWS::SQS::Queue", type)
    return good.replace("Destination: !GetAtt Failed.Arn", f"Destination: {destination}")


@pytest.mark.parametrize(
    ("destination", "type"),
    [
        ("!GetAtt Failed.Arn", "AWS::SQS::Queue"),
        ("!Ref Failed", "AWS::SNS::Topic"),
        ("!GetAtt Failed.Arn", "AWS::S3::Bucket"),
        ("arn:aws:sqs:us-east-1:111122223333:failed", "AWS::SQS::Queue"),
        ("!Sub 'arn:aws:s3:::${Failed}'", "AWS::S3::Bucket"),
    ],
)
def test_queues_topics_and_buckets_pass(destination: str, type: str) -> None:
    lam090.passes(given(destination, type))


@pytest.mark.parametrize(
    ("destination", "type"),
    [
        ("!GetAtt Failed.Arn", "AWS::Lambda::Function"),
        ("!GetAtt Failed.Arn", "AWS::Kinesis::Stream"),
        ("!GetAtt Failed.Arn", "AWS::Events::EventBus"),
        ("!Ref Failed", "AWS::SQS::Queue"),
        ("!Ref Failed", "AWS::S3::Bucket"),
        ("arn:aws:lambda:us-east-1:111122223333:function:a", "AWS::SQS::Queue"),
        ("arn:aws:events:us-east-1:111122223333:event-bus/a", "AWS::SQS::Queue"),
    ],
)
def test_everything_else_is_refused(destination: str, type: str) -> None:
    assert lam090.finds(given(destination, type)).property == "DestinationConfig.OnFailure.Destination"


def test_the_event_of_a_sam_function_is_checked_too() -> None:
    text = """
Resources:
  Watch:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: arn:aws:kinesis:us-east-1:111122223333:stream/orders
            DestinationConfig: {OnFailure: {Destination: !GetAtt Watch.Arn}}
"""
    lam090.finds(text)


def test_an_imported_destination_is_not_judged() -> None:
    lam090.passes(given("!ImportValue failed"))


def test_a_mapping_on_a_queue_does_not_apply() -> None:
    text = given("!GetAtt Failed.Arn", "AWS::Lambda::Function")
    lam090.passes(text.replace("EventSourceArn: !GetAtt Orders.Arn", "EventSourceArn: 'arn:aws:sqs:us-east-1:1:a'"))


def test_a_source_that_is_not_known_is_undecided() -> None:
    text = given("!GetAtt Failed.Arn", "AWS::Lambda::Function")
    lam090.undecided(text.replace("EventSourceArn: !GetAtt Orders.Arn", "EventSourceArn: !ImportValue a"))


def test_a_topic_of_kafka_and_a_path_in_a_bucket_are_refused() -> None:
    lam090.finds(given("kafka://failed"))
    lam090.finds(given("arn:aws:s3:::orders-failed/lambda"))
    lam090.finds(given("!Sub '${Failed.Arn}/lambda'", "AWS::S3::Bucket"))


def test_a_destination_in_words_that_are_no_arn_is_not_judged() -> None:
    for text in ("failed", "arn:aws", "a:b:lambda:c", "'arn:aws:${service}:us-east-1:111122223333:failed'"):
        lam090.passes(given(text))


def test_a_resource_of_another_kind_is_not_judged_by_its_attribute() -> None:
    lam090.passes(given("!Ref Failed", "Custom::Queue"))


def test_a_kind_of_destination_that_sam_does_not_know_for_streams_is_refused() -> None:
    failed = "DestinationConfig: {OnFailure: {Type: %s, Destination: 'arn:aws:sqs:us-east-1:111122223333:failed'}}"
    assert (lam090.finds(sam(failed % "Lambda")).property or "").endswith("OnFailure.Type")
    lam090.passes(sam(failed % "SQS"))
