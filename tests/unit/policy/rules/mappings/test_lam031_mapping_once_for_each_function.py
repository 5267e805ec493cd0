from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy import Severity
from constructs_lib.policy.rules.mappings.lam031_mapping_once_for_each_function import EXAMPLE

lam031 = RuleCase("LAM031")
CONSUMER = """
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: reader, StreamARN: !GetAtt Orders.Arn}
"""


def test_the_same_mapping_again_is_refused() -> None:
    finding = lam031.finds(EXAMPLE.format(function="Watch"))
    assert finding.severity is Severity.ERROR
    assert finding.resource == "Second"


def test_a_shared_mapping_beside_one_through_a_consumer_is_a_warning() -> None:
    through_consumer = "!Ref Reader, FunctionName"
    template = EXAMPLE.format(function="Watch").replace("!GetAtt Orders.Arn, FunctionName", through_consumer, 1)
    assert lam031.finds(template + CONSUMER).severity is Severity.WARNING


@pytest.mark.parametrize("more", ["Enabled: false", 'FilterCriteria: {Filters: [{Pattern: \'{"data": {"a": [1]}}\'}]}'])
def test_a_mapping_that_is_off_or_filters_beside_another_passes(more: str) -> None:
    through_consumer = f"!Ref Reader, {more}, FunctionName"
    template = EXAMPLE.format(function="Watch").replace("!GetAtt Orders.Arn, FunctionName", through_consumer, 1)
    lam031.passes(template + CONSUMER)


def test_the_same_mapping_again_is_refused_even_if_it_is_off() -> None:
    lam031.finds(EXAMPLE.format(function="Watch").replace("StartingPosition", "Enabled: false, StartingPosition", 1))


def test_two_functions_pass() -> None:
    lam031.passes(EXAMPLE.format(function="Count"))


def test_a_stream_outside_the_app_says_nothing() -> None:
    lam031.passes(EXAMPLE.format(function="Watch").replace("!GetAtt Orders.Arn", "!ImportValue orders"))


@pytest.mark.parametrize(
    ("type", "attribute"),
    [("AWS::SQS::Queue", "Arn"), ("AWS::DynamoDB::Table", "StreamArn"), ("AWS::DynamoDB::GlobalTable", "StreamArn")],
)
def test_a_second_mapping_of_a_queue_or_a_table_is_refused(type: str, attribute: str) -> None:
    template = EXAMPLE.replace("AWS::Kinesis::Stream", type).replace("Orders.Arn", f"Orders.{attribute}")
    finding = lam031.finds(template.format(function="Watch"))
    assert (finding.resource, finding.severity) == ("Second", Severity.ERROR)
    lam031.passes(template.format(function="Count"))
