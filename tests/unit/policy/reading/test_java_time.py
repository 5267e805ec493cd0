from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.policy.reading.java_time import InvalidPattern, fields, least_length


def test_fields_are_read_around_literals() -> None:
    assert fields("'year='yyyy/MM[-dd]") == ("yyyy", "MM", "dd")
    assert fields("yyyyMMdd") == ("yyyy", "MM", "dd")
    assert fields("''") == ()


@pytest.mark.parametrize(("pattern", "length"), [("yyyy", 4), ("yyyy/MM/dd/HH", 13), ("MMMM", 1), ("SSS", 3), ("X", 1)])
def test_the_least_length_is_what_can_be_counted_on(pattern: str, length: int) -> None:
    assert least_length(pattern) == length


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InvalidPattern):
        assert least_length(text) >= 0
