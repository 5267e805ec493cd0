from __future__ import annotations

import sys

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, processing, s3

kdf061 = RuleCase("KDF061")


def query(text: object) -> str:
    return s3(**processing(("MetadataExtraction", {"MetadataExtractionQuery": text})))


@pytest.mark.parametrize("text", ["{carrier: .carrier", "{a .a}", "{a: .a|nothing_such}", "{a: .a,, b: .b}"])
def test_what_jq_cannot_read_is_found(text: str) -> None:
    assert "jq cannot read" in kdf061.finds(query(text)).message


@pytest.mark.parametrize(
    "text", ["{carrier}", '{"day": .t|strftime("%Y-%m-%d")}', "{a: (.x // 1)}", ".|{a}", "{a: [leaf_paths]}"]
)
def test_what_jq_reads_passes(text: str) -> None:
    kdf061.passes(query(text))


def test_other_processors_do_not_apply() -> None:
    kdf061.passes(s3(**processing(("Lambda", {"MetadataExtractionQuery": "{"}))))


def test_a_query_that_a_parameter_holds_is_undecided() -> None:
    kdf061.undecided(query(UNKNOWN))


def test_without_the_library_it_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jq", None)
    assert kdf061.undecided(query("{")) == "jq is not installed here"
