"""Values as Python writes them, as a formatter would leave them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import Any

WIDTH = 100
STEP = 4


def literal(value: Any, column: int = 0, indent: int = 0) -> str:
    """Write a JSON value in Python, over several lines where it is long.

    Args:
        value: of texts, numbers, booleans, lists and mappings.
        column: at which it begins.
        indent: of the line on which it begins.
    """
    line = flat(value)
    if column + len(line) <= WIDTH or not isinstance(value, Mapping | list | tuple) or not value:
        return line
    inner = indent + STEP
    if isinstance(value, Mapping):
        parts = [f"{flat(key)}: {literal(each, inner + len(flat(key)) + 2, inner)}" for key, each in value.items()]
    else:
        parts = [literal(each, inner, inner) for each in value]
    opening, closing = "{}" if isinstance(value, Mapping) else "()" if isinstance(value, tuple) else "[]"
    lines = "".join(f"{' ' * inner}{part},\n" for part in parts)
    return f"{opening}\n{lines}{' ' * indent}{closing}"


def flat(value: Any) -> str:
    """Write a JSON value in Python on one line."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            return "{" + ", ".join(f"{flat(key)}: {flat(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flat, value)) + "]"
        case tuple():
            return "(" + ", ".join(map(flat, value)) + ("," if len(value) == 1 else "") + ")"
        case _:
            return repr(value)


def documented(text: str, indent: int = 0) -> str:
    """Write a text so that it can stand in a docstring, over several lines where it is long.

    Args:
        text: any.
        indent: of the lines after the first.
    """
    shown = "".join(each if each.isprintable() else " " for each in text)
    safe = shown.replace("\\", "\\\\").replace('"""', r"\"\"\"")
    return f"\n{' ' * indent}".join(textwrap.wrap(safe, WIDTH, break_long_words=False, break_on_hyphens=False))
