from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example

cwa012 = RuleCase("CWA012")
CONSUMER = """  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}
"""


def test_an_arn_is_found() -> None:
    assert cwa012.finds(example(dimensions="StreamName: !GetAtt Orders.Arn")).property == "Dimensions.0.Value"
    cwa012.finds(example(dimensions="StreamName: arn:aws:kinesis:us-east-1:111122223333:stream/orders"))


def test_the_ref_of_a_consumer_is_an_arn() -> None:
    cwa012.finds(example(dimensions="ConsumerName: !Ref Reader") + CONSUMER)
    cwa012.passes(example(dimensions="ConsumerName: !GetAtt Reader.ConsumerName") + CONSUMER)


def test_the_name_of_a_stream_is_no_delivery_streams() -> None:
    cwa012.finds(example(dimensions="DeliveryStreamName: !Ref Orders", namespace="AWS/Firehose"))


def test_names_pass() -> None:
    for name in ("!Ref Orders", "orders", "!ImportValue orders"):
        cwa012.passes(example(dimensions=f"StreamName: {name}"))


def test_alarms_on_other_metrics_pass() -> None:
    cwa012.passes(example(dimensions="StreamName: !GetAtt Orders.Arn", namespace="Custom"))


def test_a_resource_whose_ref_is_not_known_and_an_empty_value_pass() -> None:
    own = "  Own: {Type: Custom::Stream}\n"
    cwa012.passes(example(dimensions="StreamName: !GetAtt Own.Name") + own)
    cwa012.passes(example(dimensions='StreamName: ""'))


def test_the_arn_of_a_function_is_no_name() -> None:
    function = "  Watch: {Type: AWS::Lambda::Function}\n"
    age = example(metric="IteratorAge", dimensions="FunctionName: !GetAtt Watch.Arn", namespace="AWS/Lambda") + function
    assert cwa012.finds(age).property == "Dimensions.0.Value"
    cwa012.passes(age.replace("!GetAtt Watch.Arn", "!Ref Watch"))
