from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.local.errors import LocalAwsError
from constructs_lib.local.feed import Format, format_of, read, records


def test_json_lines_are_sent_as_they_stand_and_empty_ones_left_out() -> None:
    source = io.StringIO('{"b": 1,  "a": "x"}\n\n{"a": "y"}\r\n')
    assert list(records(source, Format.JSON, "a")) == [(b'{"b": 1,  "a": "x"}', "x"), (b'{"a": "y"}', "y")]


def test_csv_rows_become_objects_of_their_header() -> None:
    source = io.StringIO('carrier,note\nAA,"late, by\nfar"\n')
    assert list(records(source, Format.CSV, "carrier")) == [(b'{"carrier":"AA","note":"late, by\\nfar"}', "AA")]


def test_without_a_key_the_line_numbers_spread_the_records() -> None:
    assert list(records(io.StringIO("one\ntwo\n"), Format.TEXT, None)) == [(b"one", "1"), (b"two", "2")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"carrier": "AA"}\nnonsense\n', "line 2 is not JSON"),
        ('{"carrier": null}\n', "line 1 has no carrier"),
        ("[1]\n", "line 1 has no carrier"),
    ],
)
def test_a_line_that_cannot_be_sent_is_named(text: str, message: str) -> None:
    with pytest.raises(LocalAwsError, match=message):
        list(records(io.StringIO(text), Format.JSON, "carrier"))


@pytest.mark.parametrize(
    ("name", "kind"), [("a.csv", Format.CSV), ("a.TXT", Format.TEXT), ("a.jsonl", Format.JSON), ("a", Format.JSON)]
)
def test_the_name_tells_the_format(name: str, kind: Format) -> None:
    assert format_of(Path(name)) is kind


@given(st.lists(st.dictionaries(st.text(), st.integers() | st.text()).map(lambda one: {**one, "key": "k"})))
def test_every_document_that_is_written_is_read_back_in_order(documents: list[dict[str, object]]) -> None:
    source = io.StringIO("".join(json.dumps(one) + "\n" for one in documents))
    assert [json.loads(data) for data, _ in records(source, Format.JSON, "key")] == documents


def test_a_file_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(LocalAwsError, match=r"latin\.txt is not text in UTF-8"):
        list(read(str(tmp_path / "latin.txt"), None, None))
    with pytest.raises(LocalAwsError, match="missing: no such file or directory"):
        list(read(str(tmp_path / "missing"), None, None))
    with pytest.raises(LocalAwsError, match="is a directory"):
        list(read(str(tmp_path), None, None))
