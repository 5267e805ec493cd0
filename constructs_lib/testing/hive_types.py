"""What a value of JSON may be in a column of the Glue catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

WHOLE = {"tinyint": 8, "smallint": 16, "int": 32, "integer": 32, "bigint": 64, "long": 64}
"""Types of whole numbers with their bits."""
NUMBERS = {"float", "double", "decimal", "real"}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
TOKEN = re.compile(r"[<>:,]|[^<>:,()\s]+(?:\([^)]*\))?")


@dataclass(frozen=True, slots=True)
class HiveType:
    """A type of a column.

    Attributes:
        name: such as `bigint`, without a length or precision; `array`, `map` and `struct` have parts.
        parts: the types inside, by member of a struct, or by their place.
    """

    name: str
    parts: Mapping[str, HiveType] = field(default_factory=dict)

    def problems(self, value: Any, path: str) -> Iterator[tuple[str, str, str]]:
        """Say what a value cannot be here: where, what it is, and what it should be."""
        fits = value is None or self.accepts(value)
        if value is None or fits is None:
            return
        if not fits:
            yield path, f"{value!r}", self.said
        elif self.name == "array":
            for position, each in enumerate(value):
                yield from self.parts["0"].problems(each, f"{path}[{position}]")
        elif self.name == "map":
            for key, each in value.items():
                yield from self.parts["1"].problems(each, f"{path}.{key}")
        elif self.name == "struct":
            members = {key.lower(): each for key, each in value.items()}
            for key, part in self.parts.items():
                yield from part.problems(members.get(key), f"{path}.{key}")

    def accepts(self, value: Any) -> bool | None:
        """Tell whether the value itself fits; `None` where anything does, or where it is not known."""
        if self.name in WHOLE:
            return is_whole(value, WHOLE[self.name])
        if self.name in NUMBERS:
            return is_number(value)
        if self.name == "boolean":
            return isinstance(value, bool) or str(value).lower() in {"true", "false"}
        if self.name == "array":
            return isinstance(value, list)
        if self.name in {"map", "struct"}:
            return isinstance(value, dict)
        return None

    @property
    def said(self) -> str:
        """The type as words."""
        bits = WHOLE.get(self.name)
        return f"{self.name}, a whole number of {bits} bits" if bits else self.name


def is_number(value: Any) -> bool:
    """Tell whether a value is a number, or a text that holds one."""
    return not isinstance(value, bool) and NUMBER.fullmatch(str(value)) is not None


def is_whole(value: Any, bits: int) -> bool:
    """Tell whether a value is a whole number of so many bits."""
    if not is_number(value) or float(value) != int(float(value)):
        return False
    exact = int(value) if isinstance(value, int) or str(value).lstrip("+-").isdigit() else int(float(value))
    return exact.bit_length() < bits or exact == -(1 << (bits - 1))


def hive_type(text: str) -> HiveType:
    """Read a type such as `array<struct<id:bigint,price:decimal(10,2)>>`.

    What cannot be read is a type that accepts everything.
    """
    tokens = TOKEN.findall(text.lower())
    try:
        return _read(tokens)
    except IndexError:
        return HiveType("unknown")


def _read(tokens: list[str]) -> HiveType:
    name = tokens.pop(0).partition("(")[0]
    if name not in {"array", "map", "struct"}:
        return HiveType(name)
    parts: dict[str, HiveType] = {}
    while tokens.pop(0) != ">":
        key = str(len(parts))
        if name == "struct":
            key = tokens.pop(0)
            tokens.pop(0)
        parts[key] = _read(tokens)
    return HiveType(name, parts)
