from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import s3

kdf103 = RuleCase("KDF103")


@pytest.mark.parametrize("prefix", ["a/!{timestamp:yyyy/", "a/!{}/", "a/!{timestamp}/", "!{timestamp:}", "!{a!{b:c}"])
def test_an_incomplete_expression_is_found(prefix: str) -> None:
    kdf103.finds(s3(Prefix=prefix))
    kdf103.finds(s3(ErrorOutputPrefix=prefix))


@pytest.mark.parametrize("prefix", ["", "a/", "a!b/{c}/", "!{timestamp:yyyy}", "!{timestamp:yy}!{timestamp:MM}"])
def test_complete_expressions_and_plain_text_pass(prefix: str) -> None:
    kdf103.passes(s3(Prefix=prefix))


def test_a_value_that_a_parameter_holds_passes() -> None:
    kdf103.passes(s3(Prefix={"Fn::Sub": "!{timestamp:${Unknown}}/"}))


def test_an_end_that_a_parameter_may_hold_is_undecided() -> None:
    kdf103.undecided(s3(Prefix={"Fn::Sub": "!{timestamp:yyyy${Unknown}"}))
