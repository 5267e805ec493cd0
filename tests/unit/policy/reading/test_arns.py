from __future__ import annotations

import time

import pytest

from constructs_lib.policy.reading.arns import Hole, match

LONG = "a" * 100_000
SOON_SECONDS = 5.0


@pytest.mark.parametrize(
    ("pattern", "target", "answer"),
    [
        ("orders/*", "orders/2026", True),
        ("orders/*", "order/2026", False),
        ("orders*", "orders", True),
        ("or?ers/", "orders/", True),
        ("*/2026", "orders/2026", True),
        ("orders", "orders/2026", False),
    ],
)
def test_wildcards_stand_for_what_iam_lets_them_stand_for(pattern: str, target: str, answer: bool) -> None:
    assert match(tuple(pattern), tuple(target)) is answer


def test_an_unknown_piece_may_be_what_makes_them_match() -> None:
    assert match((*"orders/", "*"), (*"orders/", Hole.UNKNOWN)) is True
    assert match(tuple("orders/2026"), (*"orders/", Hole.UNKNOWN)) is None
    assert match(tuple("orders/2026"), (*"other/", Hole.UNKNOWN)) is False


def test_texts_of_any_length_are_compared_at_once_or_left_open() -> None:
    started = time.process_time()
    assert match((*LONG, "*"), tuple(LONG)) is True
    assert match(("*", *LONG), ("b", *LONG)) is None
    assert time.process_time() - started < SOON_SECONDS
