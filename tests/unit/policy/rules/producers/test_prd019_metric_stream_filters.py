from __future__ import annotations

from cases import RuleCase

prd019 = RuleCase("PRD019")


def test_the_finding_lies_on_the_second_kind_of_filters() -> None:
    assert prd019.finds(prd019.rule.bad).property == "ExcludeFilters"


def test_a_stream_that_excludes_some_passes() -> None:
    prd019.passes(prd019.rule.good.replace("IncludeFilters", "ExcludeFilters"))


def test_an_empty_list_is_no_filter() -> None:
    prd019.passes(prd019.rule.good + "      ExcludeFilters: []\n")


def test_filters_that_are_not_known_are_undecided() -> None:
    prd019.undecided(prd019.rule.good + "      ExcludeFilters: !Split [',', !ImportValue filters]\n")
