"""What becomes of a JSON Schema in a table, and what cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.cdk import SchemaHasNoColumns
from constructs_lib.spec.glue_columns import columns_of

LARGEST_INT = 2**31 - 1
WORDS = [
    "properties", "items", "type", "anyOf", "oneOf", "allOf", "$ref", "enum", "const", "format", "minimum", "maximum",
    "additionalProperties", "$defs",
]  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.sampled_from(
    ["string", "integer", "object", "array", "null", "#", "#/properties/a", "#/$defs/b", "date-time"]
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WORDS, "a", "B"]), inner, max_size=4),
    max_leaves=15,
)


def column(schema: Any, **more: Any) -> str:
    """Give the type of one column."""
    (found,) = columns_of({"properties": {"it": schema}}, **more).values()
    return found


def problem(schema: Any, **more: Any) -> tuple[str, str]:
    """Give the pointer and the text of the one thing that is refused."""
    with pytest.raises(SchemaHasNoColumns) as refusal:
        columns_of({"properties": {"it": schema}}, **more)
    ((pointer, text),) = refusal.value.problems.items()
    return pointer, text


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "date-time"}, "timestamp"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "uuid"}, "string"),
        ({"type": "boolean"}, "boolean"),
        ({"type": "number"}, "double"),
        ({"type": "integer"}, "bigint"),
        ({"type": "integer", "minimum": 0}, "bigint"),
        ({"type": "integer", "minimum": 0, "maximum": LARGEST_INT}, "int"),
        ({"type": "integer", "minimum": 0, "maximum": LARGEST_INT + 1}, "bigint"),
        ({"type": "integer", "exclusiveMinimum": 0, "maximum": 9}, "int"),
        ({"type": ["integer", "number"]}, "double"),
        ({"type": ["string", "null"]}, "string"),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, "bigint"),
        ({"allOf": [{"type": "boolean"}]}, "boolean"),
        ({"enum": ["AA", "UA", None]}, "string"),
        ({"const": 1}, "bigint"),
        ({"enum": [1, 2.5]}, "double"),
        ({"type": "array", "items": {"type": "string"}}, "array<string>"),
        ({"items": {"items": {"type": "number"}}}, "array<array<double>>"),
        ({"additionalProperties": {"type": "number"}}, "map<string,double>"),
        ({"type": "object", "properties": {"Lat": {"type": "number"}, "lon": {"type": "number"}}},
         "struct<lat:double,lon:double>"),
        ({"type": "object", "additionalProperties": False, "properties": {"a": {"items": {"type": "integer"}}}},
         "struct<a:array<bigint>>"),
    ],
    ids=str,
)  # fmt: skip
def test_a_value_becomes_a_type_of_hive(schema, expected):
    assert column(schema) == expected


@pytest.mark.parametrize(
    ("schema", "pointer", "said"),
    [
        (True, "/properties/it", "anything goes"),
        ({}, "/properties/it", "its type is not said"),
        ({"type": ["string", "integer"]}, "/properties/it", "it is integer or string"),
        ({"enum": [1, "one"]}, "/properties/it", "it is integer or string"),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, "/properties/it/oneOf", "several schemas"),
        ({"type": "array"}, "/properties/it", "the items of an array"),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, "/properties/it", "the items of an array"),
        ({"type": "object"}, "/properties/it", "without properties"),
        ({"type": "object", "properties": {"a": {"type": "array", "items": {}}}},
         "/properties/it/properties/a/items", "its type is not said"),
        ({"properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "string"}},
         "/properties/it", "never both"),
        ({"type": "integer", "maximum": 2**63}, "/properties/it", "64 bits"),
        ({"$ref": "https://example.com/flight.json"}, "/properties/it", "leads nowhere"),
        ({"$ref": "#/$defs/gone"}, "/properties/it", "leads nowhere"),
        ({"properties": {"a/b": {"type": "string"}}}, "/properties/it/properties/a~1b", "no name of a column"),
    ],
    ids=str,
)  # fmt: skip
def test_what_no_column_can_hold_is_named_by_its_pointer(schema, pointer, said):
    found = problem(schema)
    assert found[0] == pointer
    assert said in found[1]


def test_a_type_can_be_given_for_what_the_schema_leaves_open():
    assert column({}, types={"/properties/it": "decimal(10,2)"}) == "decimal(10,2)"
    nested = {"type": "array", "items": {}}
    assert column(nested, types={"/properties/it/items": "string"}) == "array<string>"


def test_a_definition_is_followed_and_one_that_holds_itself_is_refused():
    place = {"properties": {"code": {"type": "string"}}}
    schema = {
        "properties": {"from": {"$ref": "#/$defs/place"}, "to": {"$ref": "#/$defs/place"}},
        "$defs": {"place": place},
    }
    assert columns_of(schema) == {"from": "struct<code:string>", "to": "struct<code:string>"}
    place["properties"]["via"] = {"$ref": "#/$defs/place"}  # type: ignore[assignment]
    with pytest.raises(SchemaHasNoColumns, match="/\\$defs/place/properties/via: #/\\$defs/place holds itself"):
        columns_of(schema)


def test_keys_that_differ_by_case_alone_are_one_column_and_refused():
    with pytest.raises(SchemaHasNoColumns, match="'orderid' and 'orderId' are one column"):
        columns_of({"properties": {"orderId": {"type": "string"}, "orderid": {"type": "string"}}})


def test_keys_of_the_deserializer_rename_columns():
    schema = {"properties": {"user-agent": {"type": "string"}, "geo.lat": {"type": "number"}}}
    found = columns_of(schema, keys={"user_agent": "user-agent"}, dots_to_underscores=True)
    assert found == {"user_agent": "string", "geo_lat": "double"}


def test_everything_is_refused_at_once():
    with pytest.raises(SchemaHasNoColumns) as refusal:
        columns_of({"properties": {"one": {}, "two": {"type": "array"}, "three": {"type": "string"}}})
    assert set(refusal.value.problems) == {"/properties/one", "/properties/two"}


def test_a_schema_without_properties_is_refused():
    with pytest.raises(SchemaHasNoColumns, match="/: an object without properties"):
        columns_of({"type": "object"})


@given(ANYTHING)
def test_no_schema_breaks_the_reader(schema):
    try:
        found = columns_of({"properties": {"it": schema}, "$defs": {"b": schema}})
    except SchemaHasNoColumns:
        return
    assert json.dumps(found).count("<") == json.dumps(found).count(">")
