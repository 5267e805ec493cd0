from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.graph.readers.document import UnreadableDocument, read_document

WORDS = st.text(st.characters(codec="ascii"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(WORDS, JSON, min_size=1))
def test_what_json_says_is_what_is_read(value: dict[str, object]) -> None:
    assert read_document(json.dumps(value), "it.json").value == value


@settings(max_examples=200, deadline=None)
@given(st.text() | st.binary())
def test_no_text_makes_reading_crash(content: str | bytes) -> None:
    with suppress(UnreadableDocument):
        read_document(content, "any.yaml")


def test_words_of_old_yaml_stay_text() -> None:
    text = "a: off\nb: yes\nc: 12:30\nd: 2026-01-01\ne: 007\nf: .5\ng: 'true'\nh: true\ni: ~"
    document = read_document(text, "a.yaml")
    assert document.value == {
        "a": "off", "b": "yes", "c": "12:30", "d": "2026-01-01", "e": 7, "f": 0.5, "g": "true", "h": True, "i": None,
    }  # fmt: skip


def test_every_part_has_its_place_and_what_is_missing_that_of_what_encloses_it() -> None:
    document = read_document("a:\n  b: [1, {c: 2}]\n", "a.yaml")
    assert document.place(("a", "b")) == (2, 3)
    assert document.place(("a", "b", 1, "c")) == (2, 11)
    assert document.place(("a", "nothing", 7)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "it is empty"),
        ("a: 1\n---\nb: 2\n", "2: it holds more than one document"),
        ("a: 1\n\tb: 2", "2: a tab stands where YAML wants spaces"),
        ("a: &x 1\nb: *x", "anchors and aliases are not supported"),
        ("a: 1\na: 2", "2: a stands twice"),
        ("? [1]\n: 2", "1: a key has to be text"),
        ("a: 1e999", "too large"),
        ("[" * 1000, "a.yaml"),
    ],
)
def test_what_is_no_document_is_refused_with_its_line(content: str, sentence: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(content, "a.yaml")
    assert sentence in str(refused.value)
