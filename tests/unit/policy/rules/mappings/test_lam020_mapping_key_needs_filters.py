from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam020 = RuleCase("LAM020")
KEY = "KmsKeyArn: !ImportValue key"


def test_a_key_without_filters_is_found() -> None:
    lam020.finds(example(KEY))
    lam020.finds(sam(KEY))


def test_a_key_with_filters_passes_even_when_they_are_not_known() -> None:
    lam020.passes(example(KEY, "FilterCriteria: !ImportValue filters"))


def test_no_key_passes() -> None:
    lam020.passes(example())
