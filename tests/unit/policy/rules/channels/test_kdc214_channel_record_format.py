from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import TO_S3, TO_TABLES, example

kdc214 = RuleCase("KDC214")


def test_a_format_of_the_other_destination_is_found() -> None:
    kdc214.finds(example(TO_S3, record="{RecordFormatType: GSR_JSON}"))
    kdc214.finds(example(TO_TABLES, record="{RecordFormatType: STRING}"))


def test_json_goes_with_both() -> None:
    kdc214.passes(example(TO_S3))
    kdc214.passes(example(TO_TABLES))


def test_a_format_that_does_not_exist_is_the_bounds() -> None:
    kdc214.passes(example(record="{RecordFormatType: XML}"))


def test_a_format_that_is_not_known_is_undecided() -> None:
    kdc214.undecided(example(record="{RecordFormatType: !ImportValue format}"))


def test_a_format_passes_where_its_destination_is_the_only_one() -> None:
    kdc214.passes(example(TO_S3, record="{RecordFormatType: STRING}"))
    kdc214.passes(example(TO_TABLES, record="{RecordFormatType: GSR_JSON}"))
