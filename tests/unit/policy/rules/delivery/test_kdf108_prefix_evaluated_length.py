from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, s3

kdf108 = RuleCase("KDF108")


def test_one_character_too_many_is_found() -> None:
    assert kdf108.finds(s3(Prefix="a" * 509 + "!{timestamp:yyyy}")).given == "at least 513 characters"


def test_the_longest_prefix_passes() -> None:
    kdf108.passes(s3(Prefix="a" * 508 + "!{timestamp:yyyy}"))


def test_long_expressions_that_become_short_pass() -> None:
    kdf108.passes(s3(Prefix="!{partitionKeyFromQuery:carrier}/" * 20))


def test_a_long_known_part_is_found_beside_an_unknown_one() -> None:
    kdf108.finds(s3(ErrorOutputPrefix={"Fn::Sub": "a" * 513 + "${Unknown}"}))


def test_an_unknown_prefix_may_be_short() -> None:
    kdf108.passes(s3(Prefix=UNKNOWN))
