from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import KEYS, PARTITIONING, UNKNOWN, processing, s3

kdf112 = RuleCase("KDF112")


def query(text: object, prefix: object = "!{partitionKeyFromQuery:carrier}/") -> str:
    extraction = ("MetadataExtraction", {"MetadataExtractionQuery": text})
    return s3(Prefix=prefix, **PARTITIONING, **processing(extraction))


def test_a_key_that_the_query_does_not_make_is_found() -> None:
    findings = kdf112.run(query("{carrier: .carrier}", "!{partitionKeyFromQuery:day}/")).findings
    assert [finding.given for finding in findings] == ["day", "a prefix without carrier"]


def test_a_key_that_the_prefix_does_not_use_is_found() -> None:
    assert "day" in kdf112.finds(query("{carrier: .carrier, day: .day}")).message


def test_the_same_keys_pass() -> None:
    kdf112.passes(query("{carrier: .carrier}"))


def test_without_partitioning_it_does_not_apply() -> None:
    kdf112.passes(s3(Prefix="x/", **processing(KEYS)))


def test_a_query_that_is_no_object_is_undecided() -> None:
    kdf112.undecided(query(".|{carrier}"))


def test_a_query_that_a_parameter_holds_is_undecided() -> None:
    kdf112.undecided(query(UNKNOWN))


@pytest.mark.parametrize("text", [".carrier", ".order.carrier", ".lines[0]", "[.carrier]", '"carrier"'])
def test_a_query_that_makes_no_object_is_found(text: str) -> None:
    assert "no object" in kdf112.finds(query(text)).message


@pytest.mark.parametrize("text", [".", "[.carrier] | {carrier: .[0]}", ".order | to_entries | from_entries"])
def test_a_query_that_may_end_in_an_object_is_undecided(text: str) -> None:
    kdf112.undecided(query(text))
