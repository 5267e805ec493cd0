from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from constructs_lib.simulation import ConversionFailure, UnsupportedFeature
from tests.unit.simulation.pipeline import ARRIVAL, Store, destination, engine, records

MALFORMED = ("Encountered malformed JSON.", "DataFormatConversion.ParseError")
NO_TABLE = ("The specified table/database could not be found.", "DataFormatConversion.EntityNotFound")


class Converter:
    """Joins what is JSON."""

    def __init__(self, *, table: bool = True) -> None:
        self.table = table
        self.calls = 0

    def convert(self, configuration: Mapping[str, Any], documents: Sequence[bytes]) -> bytes:
        assert configuration["SchemaConfiguration"]["TableName"] == "orders"
        self.calls += 1
        if not self.table:
            raise ConversionFailure(*NO_TABLE, of_record=False)
        try:
            return json.dumps([json.loads(each) for each in documents]).encode()
        except ValueError:
            raise ConversionFailure(*MALFORMED, of_record=True) from None


def converting(serializer: str = "ParquetSerDe", **more: Any) -> dict[str, Any]:
    return destination(
        DataFormatConversionConfiguration={
            "SchemaConfiguration": {"DatabaseName": "shop", "TableName": "orders"},
            "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
            "OutputFormatConfiguration": {"Serializer": {serializer: {}}},
        },
        **more,
    )


def delivered(store: Store, converter: Converter, *payloads: bytes) -> Any:
    delivery = engine(converting(), store, converter=converter)
    delivery.accept(records(*payloads))
    delivery.flush()
    assert delivery.counts.in_buffer == 0
    return delivery.counts


def test_the_records_of_a_buffer_become_one_file() -> None:
    store, converter = Store(), Converter()
    counts = delivered(store, converter, *(b"%d" % number for number in range(5)))
    (key,) = store.keys_in("lake")
    assert key.startswith("data/")
    assert key.endswith(".parquet")
    assert store["lake", key] == b"[0, 1, 2, 3, 4]"
    assert (counts.delivered, converter.calls) == (5, 1)


@pytest.mark.parametrize("bad", [(3,), (0, 7), (6, 7), tuple(range(8))])
def test_bad_records_keep_no_others_out_of_the_file(bad: tuple[int, ...]) -> None:
    store = Store()
    payloads = [b"{" if number in bad else b"%d" % number for number in range(8)]
    counts = delivered(store, Converter(), *payloads)
    files = [json.loads(body) for body in store.bodies("lake", "data/")]
    good = [number for number in range(8) if number not in bad]
    assert files == ([good] if good else [])
    assert (counts.delivered, counts.failed) == (len(good), {"format-conversion-failed": len(bad)})


def test_an_error_object_has_the_shape_that_the_guide_shows() -> None:
    store = Store()
    delivered(store, Converter(), b"{")
    (line,) = store.errors("errors/format-conversion-failed/")
    assert b64decode(line["rawData"]) == b"{"
    assert (line["lastErrorMessage"], line["lastErrorCode"]) == MALFORMED
    assert (line["arrivalTimestamp"], line["attemptsMade"]) == (ARRIVAL * 1000, 1)
    assert (line["sequenceNumber"], line["subSequenceNumber"]) == (f"{0:056d}", 0)
    assert line["dataCatalogTable"] == {
        "catalogId": "111122223333",
        "databaseName": "shop",
        "tableName": "orders",
        "region": "eu-west-1",
        "versionId": "LATEST",
    }


def test_without_a_table_all_records_fail_at_once() -> None:
    store, converter = Store(), Converter(table=False)
    counts = delivered(store, converter, *(b"%d" % number for number in range(5)))
    assert (counts.failed, converter.calls) == ({"format-conversion-failed": 5}, 1)
    assert {line["lastErrorCode"] for line in store.errors()} == {NO_TABLE[1]}


def test_another_format_and_the_lack_of_a_converter_are_refused() -> None:
    with pytest.raises(UnsupportedFeature, match="Parquet alone"):
        engine(converting("OrcSerDe"), Store(), converter=Converter())
    with pytest.raises(UnsupportedFeature, match="without a converter"):
        engine(converting(), Store())
