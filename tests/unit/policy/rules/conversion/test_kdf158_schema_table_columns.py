from __future__ import annotations

from typing import Any

from cases import RuleCase
from deliveries import UNKNOWN, conversion, delivery

kdf158 = RuleCase("KDF158")
COLUMN = {"Name": "id", "Type": "string"}
SHOP: dict[str, Any] = {"Type": "AWS::Glue::Database", "Properties": {"DatabaseInput": {"Name": "lake"}}}


def converted(storage: Any, schema: dict[str, Any] | None = None, lake: Any = SHOP, **table: Any) -> str:
    schema = {"DatabaseName": "lake", "TableName": "orders", **(schema or {})}
    inside = {"Name": "orders", "StorageDescriptor": storage}
    glue = {"Type": "AWS::Glue::Table", "Properties": {"DatabaseName": "lake", "TableInput": inside, **table}}
    block = conversion(SchemaConfiguration=schema)
    return delivery(
        {"Orders": glue, "Lake": lake, "Returns": {"Type": "Custom::Name"}}, ExtendedS3DestinationConfiguration=block
    )


def test_a_table_without_columns_is_found() -> None:
    kdf158.finds(converted({"Columns": []}))
    kdf158.finds(converted({"Location": "s3://lake/orders"}))


def test_references_to_table_and_database_are_followed() -> None:
    kdf158.finds(converted({"Columns": []}, {"TableName": {"Ref": "Orders"}, "DatabaseName": {"Ref": "Lake"}}))
    kdf158.finds(converted({}, {"DatabaseName": {"Ref": "Lake"}}, DatabaseName={"Ref": "Lake"}))


def test_a_table_with_columns_passes() -> None:
    kdf158.passes(converted({"Columns": [COLUMN]}))


def test_a_schema_from_a_registry_or_an_open_table_passes() -> None:
    kdf158.passes(converted({"SchemaReference": {"SchemaVersionNumber": 1}}))
    kdf158.passes(converted({}, OpenTableFormatInput={"IcebergInput": {"MetadataOperation": "CREATE"}}))


def test_another_table_does_not_apply() -> None:
    kdf158.passes(converted({"Columns": []}, {"TableName": "returns"}))
    kdf158.passes(converted({"Columns": []}, {"DatabaseName": "shop"}))


def test_what_a_parameter_names_may_be_any_table() -> None:
    kdf158.passes(converted({"Columns": []}, {"TableName": UNKNOWN}))


def test_columns_from_a_parameter_may_be_there() -> None:
    kdf158.passes(converted({"Columns": UNKNOWN}))


def test_a_reference_to_another_table_or_database_does_not_apply() -> None:
    for schema in ({"TableName": {"Ref": "Returns"}}, {"DatabaseName": {"Ref": "Returns"}}):
        kdf158.passes(converted({"Columns": []}, schema))
    kdf158.passes(converted({}, {"DatabaseName": {"Ref": "Lake"}}, DatabaseName={"Ref": "Returns"}))
    kdf158.passes(converted({}, {"DatabaseName": {"Ref": "Lake"}}, DatabaseName="shop"))


def test_a_database_whose_name_is_not_known_may_be_any() -> None:
    named = {"DatabaseName": {"Ref": "Lake"}}
    kdf158.passes(converted({"Columns": []}, named, DatabaseName=UNKNOWN))
    for name in (UNKNOWN, {"Ref": "AWS::NoValue"}):
        lake = {"Type": SHOP["Type"], "Properties": {"DatabaseInput": {"Name": name}}}
        kdf158.passes(converted({"Columns": []}, named, lake=lake))
