from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import s3

kdf107 = RuleCase("KDF107")


@pytest.mark.parametrize(
    ("prefix", "letter"),
    [
        ("!{timestamp:YYYY/MM/dd}/", "Y"),
        ("!{timestamp:yyyy/MM/DD}/", "D"),
        ("!{timestamp:yyyy}/!{timestamp:mm}/!{timestamp:dd}/", "m"),
        ("!{timestamp:yyyy/MM/dd/hh}/", "h"),
        ("!{timestamp:yyyy/MM/dd/kk}/", "k"),
    ],
)
def test_letters_that_mean_something_else_are_found(prefix: str, letter: str) -> None:
    assert (kdf107.finds(s3(Prefix=prefix)).given or "").startswith(letter)


@pytest.mark.parametrize(
    "pattern", ["yyyy/MM/dd/HH/mm", "YYYY-'W'ww", "yyyy/DDD", "yyyy/MM/dd/hha", "HH/mm", "yyyy'Y'MM'D'dd", "Tx"]
)
def test_letters_that_mean_what_they_say_pass(pattern: str) -> None:
    kdf107.passes(s3(Prefix=f"!{{timestamp:{pattern}}}/"))


def test_a_prefix_without_timestamps_does_not_apply() -> None:
    kdf107.passes(s3(Prefix="YYYY/MM/DD/"))


def test_an_hour_that_a_parameter_may_hold_is_undecided() -> None:
    kdf107.undecided(s3(Prefix={"Fn::Sub": "!{timestamp:mm}/${Unknown}"}))
