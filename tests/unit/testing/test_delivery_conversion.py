"""What `assert_delivers` says of records that are converted to the columns of a table."""

from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.testing import NotCompliant, assert_delivers
from constructs_lib.testing.hive_types import hive_type

COLUMNS = {"flight": "bigint", "carrier": "string", "stops": "array<struct<airport:string,minutes:int>>"}
FLIGHT = {"flight": 1545, "carrier": "UA", "stops": [{"airport": "IAH", "minutes": 11}]}


def template(
    table: dict[str, Any] | None = None, *, opened: Any = None, serializer: str = "ParquetSerDe", **more: Any
) -> dict[str, Any]:
    columns = [{"Name": name, "Type": kind} for name, kind in COLUMNS.items()]
    conversion = {
        "SchemaConfiguration": {"DatabaseName": {"Ref": "Lake"}, "TableName": {"Ref": "Flights"}, "RoleARN": "r"},
        "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": opened or {}}},
        "OutputFormatConfiguration": {"Serializer": {serializer: {}}},
        **more,
    }
    delivery = {
        "BucketARN": "arn:aws:s3:::lake",
        "RoleARN": "arn:aws:iam::111122223333:role/r",
        "Prefix": "flights/",
        "DataFormatConversionConfiguration": conversion,
    }
    described = {"StorageDescriptor": {"Columns": columns}, **(table or {})}
    return {
        "Resources": {
            "Lake": {"Type": "AWS::Glue::Database", "Properties": {"DatabaseInput": {"Name": "lake"}}},
            "Flights": {
                "Type": "AWS::Glue::Table",
                "Properties": {"DatabaseName": {"Ref": "Lake"}, "TableInput": {"Name": "flights", **described}},
            },
            "ToLake": {
                "Type": "AWS::KinesisFirehose::DeliveryStream",
                "Properties": {"ExtendedS3DestinationConfiguration": delivery},
            },
        }
    }


def message(*given: Any, **options: Any) -> str:
    with pytest.raises(NotCompliant) as caught:
        assert_delivers(*given, **options)
    return str(caught.value)


@pytest.mark.parametrize(("serializer", "end"), [("ParquetSerDe", ".parquet"), ("OrcSerDe", ".orc")])
def test_a_record_that_fits_its_table_is_stored_as_it_is_before_the_conversion(serializer: str, end: str) -> None:
    ((key, body),) = assert_delivers(template(serializer=serializer), [FLIGHT], to="flights/").items()
    assert key.endswith(end)
    assert json.loads(body) == FLIGHT


def test_a_member_without_a_column_is_lost() -> None:
    text = message(template(), [{**FLIGHT, "tail": "N14228"}])
    assert "warning DLV007 members-have-columns\n" in text
    assert "  given     tail\n  allowed   a column of Flights: flight, carrier, stops\n" in text
    assert assert_delivers(template(), [{**FLIGHT, "tail": "N14228"}], may_lose_members=True)


def test_a_value_of_another_type_is_named_with_its_place() -> None:
    wrong = {"flight": "UA1545", "stops": [{"airport": "IAH", "minutes": 1.5}]}
    text = message(template(), [wrong])
    assert text.count("error DLV008 values-have-the-type-of-their-column") == 2
    assert "does not fit into its table: flight\n" in text
    assert "  given     'UA1545'\n  allowed   bigint, a whole number of 64 bits\n" in text
    assert "does not fit into its table: stops[0].minutes\n" in text


def test_what_is_no_json_object_is_named() -> None:
    assert "error DLV006 record-is-json\n" in message(template(), [b"UA,1545"])


def test_members_are_matched_as_the_deserializer_is_set() -> None:
    assert assert_delivers(template(), [{"Flight": 1}])
    assert "loses Flight" in message(template(opened={"CaseInsensitive": False}), [{"Flight": 1}])
    mapped = template(opened={"ColumnToJsonKeyMappings": {"flight": "number"}})
    assert assert_delivers(mapped, [{"number": 1}])
    dotted = {"StorageDescriptor": {"Columns": [{"Name": "flight_number", "Type": "int"}]}}
    assert assert_delivers(
        template(dotted, opened={"ConvertDotsInJsonKeysToUnderscores": True}), [{"flight.number": 1}]
    )


def test_a_partition_key_of_the_table_needs_no_column() -> None:
    table = {"PartitionKeys": [{"Name": "day", "Type": "string"}], "StorageDescriptor": {"Columns": []}}
    columns = [{"Name": "flight", "Type": "bigint"}]
    assert assert_delivers(template({**table, "StorageDescriptor": {"Columns": columns}}), [{"flight": 1, "day": "1"}])


def test_without_the_table_in_sight_only_the_form_of_records_is_looked_at() -> None:
    elsewhere = template(SchemaConfiguration={"DatabaseName": "lake", "TableName": "elsewhere", "RoleARN": "r"})
    assert assert_delivers(elsewhere, [{"anything": 1}])
    registry = template({"StorageDescriptor": {"SchemaReference": {"SchemaVersionNumber": 1}}})
    assert assert_delivers(registry, [{"anything": 1}])


def test_a_conversion_that_is_off_asks_for_nothing() -> None:
    assert list(assert_delivers(template(Enabled=False), [b"UA,1545"]).values()) == [b"UA,1545"]


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("tinyint", 127, True),
        ("tinyint", 128, False),
        ("tinyint", -128, True),
        ("bigint", 2**63 - 1, True),
        ("bigint", 2**63, False),
        ("int", "12", True),
        ("int", True, False),
        ("double", "1.5e3", True),
        ("double", "NaN?", False),
        ("decimal(10,2)", 1.25, True),
        ("decimal(10,2)", {}, False),
        ("boolean", "TRUE", True),
        ("boolean", 1, False),
        ("varchar(3)", "long", True),
        ("map<string,array<int>>", {"a": [1]}, True),
        ("map<string,array<int>>", {"a": ["x"]}, False),
        ("struct<a:map<string,int>,b:double>", {"A": {"k": 1}}, True),
        ("struct<a:int>", [], False),
        ("array<int>", {}, False),
        ("int", None, True),
        ("array<", [1], True),
        ("", 1, True),
    ],
)
def test_what_a_type_takes(kind: str, value: object, fits: bool) -> None:
    assert (not list(hive_type(kind).problems(value, "it"))) is fits
