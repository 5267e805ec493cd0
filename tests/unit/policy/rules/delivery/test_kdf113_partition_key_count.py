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


def test_a_processor_without_a_query_is_passed_over_and_the_next_is_checked() -> None:
    many = "{" + ", ".join(f"k{number}: .k" for number in range(51)) + "}"
    query = ("MetadataExtraction", {"MetadataExtractionQuery": many})
    kdf113.finds(s3(**PARTITIONING, **processing(("MetadataExtraction", {}), query)))


def test_a_query_whose_keys_cannot_be_read_off_is_undecided() -> None:
    query = ("MetadataExtraction", {"MetadataExtractionQuery": ".keys | from_entries"})
    kdf113.undecided(s3(**PARTITIONING, **processing(query)))


def test_too_many_keys_without_partitioning_do_not_apply() -> None:
    kdf113.passes(keys(51).replace('"Enabled": true}, "Proc', '"Enabled": false}, "Proc'))
