from __future__ import annotations

from cases import RuleCase

prd024 = RuleCase("PRD024")


def test_the_finding_lies_on_the_name_of_the_group() -> None:
    assert prd024.finds(prd024.rule.bad).property == "LogGroupName"


def test_a_class_of_which_no_refusal_is_known_is_a_warning() -> None:
    assert prd024.finds(prd024.rule.bad).severity == "error"
    assert prd024.finds(prd024.rule.bad.replace("INFREQUENT_ACCESS", "ESSENTIALS")).severity == "warning"


def test_a_group_without_a_class_is_a_standard_one() -> None:
    prd024.passes(prd024.rule.bad.replace("LogGroupClass: INFREQUENT_ACCESS", "RetentionInDays: 7"))


def test_a_group_outside_the_app_does_not_apply() -> None:
    prd024.passes(prd024.rule.bad.replace("!Ref Group", "shop"))


def test_a_class_that_is_not_known_is_undecided() -> None:
    prd024.undecided(prd024.rule.bad.replace("INFREQUENT_ACCESS", "!ImportValue kind"))
