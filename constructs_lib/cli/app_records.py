"""Records for the tests of a new app: made of the arguments of its pattern."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.patterns import Pattern

OWN = "constructs_lib."
TEMPLATES = Path(__file__).with_name("templates")
DELIVERIES = "app/deliveries"
EXAMPLES = {"integer": 1, "number": 1.5, "boolean": True, "array": [], "object": {}}
"""A value for each type of JSON Schema; a text for all others."""


def tests_of_deliveries(pattern: Pattern) -> dict[str, str]:
    """Name the file of tests with records, and its template; patterns of others have none."""
    name = f"{DELIVERIES}/{pattern.id}.py.jinja"
    own = pattern.construct.startswith(OWN) and (TEMPLATES / name).is_file()
    return {"tests/test_deliveries.py": name} if own else {}


def records_of(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Make what the tests need: a record of a table, the keys of its partitions, and a change by its keys."""
    properties = arguments.get("schema", {}).get("properties", {})
    partitions = arguments.get("partition_by", [])
    record = {name: example_of(properties.get(name, {})) for name in {**properties, **dict.fromkeys(partitions)}}
    return {
        "arguments": arguments,
        "record": literal(record),
        "keys": literal({name: key_of(record[name]) for name in partitions}),
        "change": literal({"operation": "insert", **dict.fromkeys(arguments.get("unique_keys", []), "1")}),
    }


def example_of(schema: Mapping[str, Any]) -> object:
    """Make a value of a property, as far as its schema is simple."""
    kinds = schema.get("type")
    kind = next((each for each in kinds if each != "null"), None) if isinstance(kinds, list) else kinds
    return next(iter(schema.get("enum", [])), EXAMPLES.get(str(kind), "example"))


def literal(value: object) -> str:
    """Write a value as Python, with the quotes that formatters use."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(key)}: {literal(each)}' for key, each in value.items())}}}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def key_of(value: object) -> str:
    """Write a value as it stands in a prefix."""
    return value if isinstance(value, str) else json.dumps(value)
