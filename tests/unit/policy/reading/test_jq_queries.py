from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.policy.reading.jq_queries import query_keys, syntax_error


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("{a: .a, b: .b}", ["a", "b"]),
        ("{a}", ["a"]),
        ('{"a b": .x, c: (.d | {e: 1, f: 2} | .e)}', ["a b", "c"]),
        ('{a: .t|strftime("%Y,%m"), b: [.c, .d][0]}', ["a", "b"]),
        ('{a: ".,\\"{", b: 1}', ["a", "b"]),
        ("{}", []),
        (".a", None),
        ("{(.k): .v}", None),
        ("{a: 1} | {b: 2}", None),
    ],
)
def test_keys_are_read_off_a_query(query: str, keys: list[str] | None) -> None:
    assert query_keys(query) == keys


@given(st.lists(st.from_regex(r"[A-Za-z_]\w{0,8}", fullmatch=True).filter(str.isascii), unique=True, min_size=1))
def test_any_plain_names_are_read_back_and_are_valid_jq(names: list[str]) -> None:
    query = "{" + ", ".join(f'"{name}": .x["{name}"]' for name in names) + "}"
    assert query_keys(query) == names
    assert syntax_error(query) is None


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    query_keys(text)
    query_keys("{" + text + "}")
