"""From a JSON Schema of an event to the columns of a Glue table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NAME = re.compile(r"[a-z0-9_]+")
FORMATS = {"date-time": "timestamp", "date": "date"}
OF_PYTHON = {bool: "boolean", int: "integer", float: "number", str: "string"}
INT, BIGINT = "int", "bigint"
INT_BITS, BIGINT_BITS = 32, 64
STEPS = {"~": "~0", "/": "~1"}


class SchemaHasNoColumns(ValueError):
    """A JSON Schema says something that a table cannot hold.

    Attributes:
        problems: JSON Pointer into the schema to what is wrong there.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        lines = [f"{pointer or '/'}: {problem}" for pointer, problem in problems.items()]
        super().__init__(
            "the schema of the event cannot become columns; give types={pointer: type} where a type of Hive fits\n  "
            + "\n  ".join(lines)
        )


def columns_of(
    schema: Mapping[str, Any],
    *,
    types: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
    dots_to_underscores: bool = False,
) -> dict[str, str]:
    """Give the columns of an event, in the order of its properties.

    Strings with the format `date-time` are timestamps, which the OpenX deserializer reads in UTC, as in
    `2026-11-21T04:10:00Z`; whole numbers are `bigint` unless their bounds fit `int`; `null` beside a type says nothing,
    because every column may be empty. Objects become `struct`, or `map` where only `additionalProperties` says what
    they hold.

    Args:
        schema: JSON Schema of an object.
        types: JSON Pointer into the schema to the type of Hive to use there, such as `decimal(10,2)`.
        keys: column to the key in the event, where they differ.
        dots_to_underscores: the deserializer makes `a_b` of the key `a.b`.

    Returns:
        Name of the column, in lower case as Glue has it, to its type.

    Raises:
        SchemaHasNoColumns: with everything that no column can hold, each with its JSON Pointer.

    Example:
        >>> columns_of({"properties": {"carrier": {"type": "string"}, "delay": {"type": ["integer", "null"]}}})
        {'carrier': 'string', 'delay': 'bigint'}

    Source: Firehose Developer Guide, "Prepare for record format conversion"; Athena User Guide, "Data types".
    """
    renamed = {key: column for column, key in (keys or {}).items()}
    reader = _Reader(schema, types or {}, renamed, dots_to_underscores)
    found = reader.fields(*reader.resolve(schema, "", ()))
    if reader.problems:
        raise SchemaHasNoColumns(reader.problems)
    return found


class _Reader:
    def __init__(
        self, root: Mapping[str, Any], types: Mapping[str, str], renamed: Mapping[str, str], dots: bool
    ) -> None:
        self.root, self.types, self.renamed, self.dots = root, types, renamed, dots
        self.problems: dict[str, str] = {}

    def fields(self, schema: Mapping[str, Any], pointer: str, seen: tuple[str, ...]) -> dict[str, str]:
        """Give the columns or fields of an object."""
        properties = schema.get("properties")
        if not isinstance(properties, Mapping) or not properties:
            self._refuse(pointer, "an object without properties has no columns")
            return {}
        if isinstance(schema.get("additionalProperties"), Mapping):
            self._refuse(pointer, "an object is a struct, by properties, or a map, by additionalProperties, never both")
        found: dict[str, str] = {}
        keys: dict[str, str] = {}
        for key, value in properties.items():
            place = f"{pointer}/properties/{''.join(STEPS.get(each, each) for each in key)}"
            name = self.renamed.get(key, key.replace(".", "_") if self.dots else key).lower()
            if not NAME.fullmatch(name):
                self._refuse(
                    place,
                    f"{key!r} is no name of a column: letters, digits and _ are; rename it by the keys of OpenX JSON",
                )
            elif name in keys:
                self._refuse(place, f"{key!r} and {keys[name]!r} are one column: Glue knows no upper case")
            keys[name] = key
            found[name] = self.type(value, place, seen)
        return found

    def type(self, schema: Any, pointer: str, seen: tuple[str, ...]) -> str:
        """Give the type of Hive for a value."""
        if pointer in self.types:
            return self.types[pointer]
        schema, pointer, seen = self.resolve(schema, pointer, seen)
        if pointer in self.types:
            return self.types[pointer]
        kinds = sorted(set(_kinds(schema)) - {"null"})
        if kinds == ["integer", "number"]:
            kinds = ["number"]
        if len(kinds) != 1:
            said = f"it is {' or '.join(kinds)}, and a column has one type" if kinds else "its type is not said"
            return self._refuse(pointer, said)
        return self._of(kinds[0], schema, pointer, seen)

    def _of(self, kind: str, schema: Mapping[str, Any], pointer: str, seen: tuple[str, ...]) -> str:
        match kind:
            case "string":
                return FORMATS.get(str(schema.get("format")), "string")
            case "boolean":
                return "boolean"
            case "number":
                return "double"
            case "integer":
                return self._integer(schema, pointer)
            case "array":
                if not isinstance(schema.get("items"), Mapping):
                    return self._refuse(pointer, "the items of an array have one schema each, in `items`")
                return f"array<{self.type(schema['items'], f'{pointer}/items', seen)}>"
            case "object":
                return self._object(schema, pointer, seen)
        return self._refuse(pointer, f"{kind!r} is no type of JSON Schema")

    def _object(self, schema: Mapping[str, Any], pointer: str, seen: tuple[str, ...]) -> str:
        values = schema.get("additionalProperties")
        if isinstance(values, Mapping) and not schema.get("properties"):
            return f"map<string,{self.type(values, f'{pointer}/additionalProperties', seen)}>"
        fields = self.fields(schema, pointer, seen)
        return f"struct<{','.join(f'{name}:{kind}' for name, kind in fields.items())}>"

    def _integer(self, schema: Mapping[str, Any], pointer: str) -> str:
        lowest, highest = _bound(schema, "minimum"), _bound(schema, "maximum")
        if any(each is not None and not _fits(each, BIGINT_BITS) for each in (lowest, highest)):
            return self._refuse(pointer, "numbers of more than 64 bits do not fit bigint")
        known = lowest is not None and highest is not None
        return INT if known and _fits(lowest, INT_BITS) and _fits(highest, INT_BITS) else BIGINT

    def resolve(
        self, schema: Any, pointer: str, seen: tuple[str, ...]
    ) -> tuple[Mapping[str, Any], str, tuple[str, ...]]:
        """Follow references, and the one alternative beside `null`."""
        if not isinstance(schema, Mapping):
            self._refuse(pointer, "anything goes here, and a column has one type")
            return {"type": "string"}, pointer, seen
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in seen:
                self._refuse(pointer, f"{reference} holds itself, and a type of Hive ends somewhere")
                return {"type": "string"}, pointer, seen
            target = self._target(reference)
            if target is None:
                self._refuse(pointer, f"{reference} leads nowhere in this schema")
                return {"type": "string"}, pointer, seen
            return self.resolve(target, reference.removeprefix("#"), (*seen, reference))
        for word in ("anyOf", "oneOf", "allOf"):
            if isinstance(schema.get(word), Sequence):
                return self._one_of(schema[word], f"{pointer}/{word}", seen)
        return schema, pointer, seen

    def _one_of(
        self, members: Sequence[Any], pointer: str, seen: tuple[str, ...]
    ) -> tuple[Mapping[str, Any], str, tuple[str, ...]]:
        left = [(place, each) for place, each in enumerate(members) if each != {"type": "null"}]
        if len(left) == 1:
            return self.resolve(left[0][1], f"{pointer}/{left[0][0]}", seen)
        self._refuse(pointer, "several schemas make no one type")
        return {"type": "string"}, pointer, seen

    def _target(self, reference: str) -> Any:
        if not reference.startswith("#"):
            return None
        found: Any = self.root
        for step in reference.removeprefix("#").split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def _refuse(self, pointer: str, problem: str) -> str:
        self.problems.setdefault(pointer, problem)
        return "string"


def _kinds(schema: Mapping[str, Any]) -> Iterator[str]:
    """Give the types of a value: as said, or as its examples in `enum` and `const` show."""
    said = schema.get("type")
    if isinstance(said, str):
        yield said
    elif isinstance(said, Sequence):
        yield from map(str, said)
    elif "const" in schema or isinstance(schema.get("enum"), list):
        for each in schema.get("enum") or [schema.get("const")]:
            yield "null" if each is None else OF_PYTHON.get(type(each), "object")
    elif "properties" in schema or "additionalProperties" in schema:
        yield "object"
    elif "items" in schema:
        yield "array"


def _bound(schema: Mapping[str, Any], word: str) -> int | None:
    """Give a bound, whether the number itself is allowed or not."""
    found = schema.get(word, schema.get(f"exclusive{word.title()}"))
    return int(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _fits(number: int | None, bits: int) -> bool:
    return number is not None and -(2 ** (bits - 1)) <= number < 2 ** (bits - 1)
