from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import s3

kdf106 = RuleCase("KDF106")


def prefix(pattern: str) -> str:
    return s3(Prefix=f"orders/!{{timestamp:{pattern}}}/")


@pytest.mark.parametrize("letter", "CIJPRTUbfijlort")
def test_letters_that_mean_nothing_are_found(letter: str) -> None:
    assert letter in kdf106.finds(prefix(f"yyyy{letter}")).message


@pytest.mark.parametrize("letter", "AaBcDdEeFGgHhKkLMmNnOQqSsuvWwXxYyZz")
def test_letters_that_the_service_takes_pass(letter: str) -> None:
    kdf106.passes(prefix(letter))


@pytest.mark.parametrize("pattern", ["'year='yyyy", "yyyy-MM-dd'T'HH", "[yyyy]", "hh'o''clock'a", "VV", "ppH"])
def test_quoted_text_and_sections_pass(pattern: str) -> None:
    kdf106.passes(prefix(pattern))


@pytest.mark.parametrize("pattern", ["yyyy'T", "MMMMMM", "HHH", "yyyy]", "V", "pp", "aa", "SSSSSSSSSS", "#"])
def test_what_java_cannot_read_is_found(pattern: str) -> None:
    kdf106.finds(prefix(pattern))


def test_other_expressions_do_not_apply() -> None:
    kdf106.passes(s3(Prefix="Trip/!{firehose:random-string}/"))


def test_a_pattern_that_a_parameter_holds_is_undecided() -> None:
    kdf106.undecided(s3(Prefix={"Fn::Sub": "!{timestamp:${Unknown}}/"}))
