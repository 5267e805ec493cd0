from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy import Severity
from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.rules.mappings.lam023_mapping_filter_count import filters

lam023 = RuleCase("LAM023")


def test_the_sixth_filter_needs_a_quota() -> None:
    assert lam023.finds(example(filters(6))).severity is Severity.WARNING
    assert lam023.finds(sam(filters(10))).severity is Severity.WARNING


def test_the_eleventh_filter_is_refused() -> None:
    assert lam023.finds(example(filters(11))).severity is Severity.ERROR


def test_five_filters_pass() -> None:
    lam023.passes(example(filters(5)))


def test_no_filters_pass() -> None:
    lam023.passes(example())


def test_filters_that_are_not_known_are_undecided() -> None:
    lam023.undecided(example("FilterCriteria: {Filters: !ImportValue filters}"))
