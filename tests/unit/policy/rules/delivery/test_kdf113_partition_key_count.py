from __future__ import annotations

from cases import RuleCase
from deliveries import KEYS, PARTITIONING, UNKNOWN, processing, s3

kdf113 = RuleCase("KDF113")


def keys(count: int) -> str:
    text = "{" + ", ".join(f"k{number}: .k" for number in range(count)) + "}"
    return s3(**PARTITIONING, **processing(("MetadataExtraction", {"MetadataExtractionQuery": text})))


def test_51_keys_are_found() -> None:
    assert kdf113.finds(keys(51)).given == "51 keys"


def test_50_keys_pass() -> None:
    kdf113.passes(keys(50))


def test_without_partitioning_it_does_not_apply() -> None:
    kdf113.passes(s3(**processing(KEYS)))


def test_a_query_that_a_parameter_holds_is_undecided() -> None:
    kdf113.undecided(s3(**PARTITIONING, **processing(("MetadataExtraction", {"MetadataExtractionQuery": UNKNOWN}))))
