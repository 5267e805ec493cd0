"""Values and texts in generated Python are what they were."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.publishing.literals import documented, literal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(value=VALUES, column=st.integers(0, 120))
def test_a_value_is_read_back(value: Any, column: int) -> None:
    assert ast.literal_eval(literal(value, column)) == value


@given(text=st.text())
def test_a_text_cannot_end_the_docstring_that_it_stands_in(text: str) -> None:
    (statement,) = ast.parse(f'"""{documented(text)}."""').body
    assert isinstance(statement, ast.Expr)
    shown = "".join(each if each.isprintable() else " " for each in text)
    assert "".join(ast.literal_eval(statement.value).split()) == "".join(f"{shown}.".split())


def test_a_long_value_stands_on_several_lines() -> None:
    assert literal({"names": ["a" * 50, "b" * 50]}) == (
        '{\n    "names": [\n        "' + "a" * 50 + '",\n        "' + "b" * 50 + '",\n    ],\n}'
    )


@pytest.mark.parametrize(("value", "written"), [((1,), "(1,)"), ('a"b\n', '"a\\"b\\n"'), (True, "True"), (1.5, "1.5")])
def test_short_values_stand_on_one(value: Any, written: str) -> None:
    assert literal(value) == written
