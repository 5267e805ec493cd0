from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.rules.streams.kds023_names_are_unique import EXAMPLE

kds023 = RuleCase("KDS023")
TEMPLATE = """
Parameters:
  Given: {{Type: String, Default: orders}}
  Stage: {{Type: String, AllowedValues: [dev, prod]}}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
  Dev: !Equals [!Ref Stage, dev]
Resources:
  Orders: {{Type: {kind}, {first}Properties: {{{property}: {one}}}}}
  Returns: {{Type: {kind}, {second}Properties: {{{property}: {other}}}}}
"""
STREAM, DELIVERY = ("AWS::Kinesis::Stream", "Name"), ("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName")


def named(one: str, other: str | None = None, kind: tuple[str, str] = STREAM, first: str = "", second: str = "") -> str:
    return TEMPLATE.format(
        kind=kind[0], property=kind[1], one=one, other=one if other is None else other, first=first, second=second
    )


@pytest.mark.parametrize("kind", [STREAM, DELIVERY])
@pytest.mark.parametrize("name", ["orders", "!Ref Given", '!Sub "${AWS::StackName}-orders"', '!Sub "${Stage}-orders"'])
def test_the_second_of_a_name_is_found(kind: tuple[str, str], name: str) -> None:
    finding = kds023.finds(named(name, kind=kind))
    assert (finding.resource, finding.property) == ("Returns", kind[1])


def test_two_names_pass_and_so_do_none() -> None:
    kds023.passes(named("orders", "returns"))
    kds023.passes(named('!Sub "${AWS::StackName}-orders"', '!Sub "${AWS::StackName}-returns"'))
    kds023.passes(named("!Ref AWS::NoValue"))


def test_a_stream_and_a_delivery_stream_may_have_one_name() -> None:
    kds023.passes(
        EXAMPLE.format(name="orders").replace(
            "Returns: {Type: AWS::Kinesis::Stream, Properties: {Name",
            f"Returns: {{Type: {DELIVERY[0]}, Properties: {{N",
        )
    )


def test_two_of_one_condition_are_found_and_of_different_ones_are_not() -> None:
    kds023.finds(named("orders", first="Condition: Prod, ", second="Condition: Prod, "))
    kds023.passes(named("orders", first="Condition: Prod, ", second="Condition: Dev, "))
    kds023.finds(named("orders", second="Condition: Dev, "))


def test_a_name_that_is_not_known_says_nothing() -> None:
    kds023.passes(named("!ImportValue name"))


def test_stacks_may_repeat_a_name() -> None:
    stack = EXAMPLE.format(name="returns")
    report = check_sources([Source("one.yaml", stack), Source("two.yaml", stack)], schema=False)
    assert "KDS023" not in {finding.rule for finding in report.findings}
