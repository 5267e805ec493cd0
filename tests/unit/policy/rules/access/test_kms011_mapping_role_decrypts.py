from __future__ import annotations

from cases import RuleCase

kms011 = RuleCase("KMS011")


def test_the_finding_lies_on_the_mapping() -> None:
    finding = kms011.finds(kms011.rule.bad)
    assert (finding.resource, finding.property) == ("Mapping", "FunctionName")


def test_a_mapping_on_a_stream_consumer_reads_the_same_stream() -> None:
    consumer = (
        "  Fan: {Type: AWS::Kinesis::StreamConsumer, Properties: {ConsumerName: a, StreamARN: !GetAtt Source.Arn}}\n"
    )
    text = kms011.rule.bad.replace("EventSourceArn: !GetAtt Source.Arn", "EventSourceArn: !Ref Fan")
    kms011.finds(text.replace("Resources:\n", "Resources:\n" + consumer))


def test_an_imported_stream_is_undecided() -> None:
    kms011.undecided(kms011.rule.bad.replace("EventSourceArn: !GetAtt Source.Arn", "EventSourceArn: !ImportValue a"))


def test_a_function_outside_the_app_does_not_apply() -> None:
    kms011.passes(kms011.rule.bad.replace("FunctionName: !Ref Watch", "FunctionName: watch"))


def test_a_mapping_of_something_else_does_not_apply() -> None:
    source = "EventSourceArn: 'arn:aws:sqs:us-east-1:111122223333:a'"
    kms011.passes(kms011.rule.bad.replace("EventSourceArn: !GetAtt Source.Arn", source))
