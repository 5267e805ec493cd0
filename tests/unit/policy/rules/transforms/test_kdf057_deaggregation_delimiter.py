from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, processing, s3

kdf057 = RuleCase("KDF057")


def split(**parameters: object) -> str:
    return s3(**processing(("RecordDeAggregation", parameters)))


def test_delimited_records_without_a_delimiter_are_found() -> None:
    kdf057.finds(split(SubRecordType="DELIMITED"))


@pytest.mark.parametrize("delimiter", ["####", "#", "Iw="])
def test_a_delimiter_that_is_not_base64_is_found(delimiter: str) -> None:
    kdf057.finds(split(SubRecordType="DELIMITED", Delimiter=delimiter))


def test_a_delimiter_of_json_is_a_warning() -> None:
    assert kdf057.finds(split(SubRecordType="JSON", Delimiter="Iw==")).severity == "warning"


def test_what_fits_passes() -> None:
    kdf057.passes(split(SubRecordType="DELIMITED", Delimiter="IyMjIw=="))
    kdf057.passes(split(SubRecordType="JSON"))


def test_other_processors_do_not_apply() -> None:
    kdf057.passes(s3(**processing(("AppendDelimiterToRecord", {"Delimiter": "#"}))))


def test_a_delimiter_that_a_parameter_holds_is_undecided() -> None:
    kdf057.undecided(split(SubRecordType="DELIMITED", Delimiter=UNKNOWN))
