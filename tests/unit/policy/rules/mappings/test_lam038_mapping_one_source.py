from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.rules.mappings.lam038_mapping_one_source import OWN_KAFKA

lam038 = RuleCase("LAM038")
NONE = "!Ref AWS::NoValue"


def test_no_source_is_found() -> None:
    assert lam038.finds(example(source=NONE)).property == "EventSourceArn"


def test_two_sources_are_found() -> None:
    assert lam038.finds(example(OWN_KAFKA)).property == "SelfManagedEventSource"


def test_one_source_passes() -> None:
    lam038.passes(example())
    lam038.passes(example(OWN_KAFKA, source=NONE))


def test_a_source_that_is_not_known_is_one() -> None:
    lam038.passes(example(source="!ImportValue orders"))


def test_a_source_under_a_condition_is_found_where_it_is_missing() -> None:
    conditional = example(source="!If [Large, !GetAtt Orders.Arn, !Ref AWS::NoValue]")
    lam038.finds("Parameters: {Size: {Type: String}}\nConditions: {Large: !Equals [!Ref Size, large]}" + conditional)
