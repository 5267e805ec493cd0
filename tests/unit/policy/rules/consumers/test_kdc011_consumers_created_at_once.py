from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.consumers.kdc011_consumers_created_at_once import example

kdc011 = RuleCase("KDC011")


def test_the_sixth_consumer_is_found() -> None:
    assert kdc011.finds(example(6)).resource == "Reader6"


def test_five_consumers_pass() -> None:
    kdc011.passes(example(5))


def test_a_consumer_that_waits_for_another_passes() -> None:
    kdc011.passes(example(6) + "    DependsOn: Reader1\n")


def test_consumers_under_opposite_conditions_are_not_made_together() -> None:
    conditions = "Conditions: {Some: !Equals [!Ref AWS::Region, here], Other: !Not [!Condition Some]}\n"
    some = example(6).replace("  Reader1:\n", "  Reader1:\n    Condition: Some\n")
    kdc011.passes(conditions + some.replace("  Reader6:\n", "  Reader6:\n    Condition: Other\n"))
