from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.producers.prd023_log_group_filters import example

prd023 = RuleCase("PRD023")


def test_the_finding_lies_on_the_subscription_that_comes_last() -> None:
    assert prd023.finds(example(3)).resource == "Filter2"


def test_subscriptions_of_different_groups_do_not_count_together() -> None:
    other = example(3).replace("LogGroupName: !Ref Group", "LogGroupName: !Ref Other", 1)
    prd023.passes(other + "  Other: {Type: AWS::Logs::LogGroup}\n")


def test_a_group_outside_the_app_does_not_apply() -> None:
    prd023.passes(example(3).replace("!Ref Group", "shop"))


def test_subscriptions_that_exclude_one_another_pass() -> None:
    condition = "Conditions: {A: !Equals [!Ref AWS::Region, a]}\n"
    first = example(3).replace("  Filter0:\n", "  Filter0:\n    Condition: A\n")
    without = first.replace("  Filter2:\n", "  Filter2:\n    Condition: B\n")
    prd023.passes(condition.replace("}\n", ", B: !Not [Condition: A]}\n") + without)
