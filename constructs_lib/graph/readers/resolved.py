"""Convert the values of AWS's template model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from constructs_lib.graph.conditions import ParameterFacts
from constructs_lib.graph.values import Node, Reference, Undecided

PIECE = re.compile(r"\$\{([^}!]+)\}|\{ref:([^}]+)\}|\{dynamic[^}]*\}")
INVENTED = NAME, FIRST, LAST = "teststack", "51af3dc0", "1234567db123"
"""The name of a stack, and both ends of the unique part of its id, that the model makes up."""
STACK = re.compile(f"({NAME}|{FIRST}(?:-da77-11e4-872e-{LAST})?|{LAST})")
"""What the model puts for the name of the stack, and for the unique part of its id."""
STACK_NAME = "AWS::StackName"
UNKNOWN_PART = "unknown part"


def is_plain_parameter(value: Any, facts: ParameterFacts) -> bool:
    """Tell a bare `Ref` to a parameter from a text that contains one."""
    match variant(value):
        case "CONCRETE":
            found = python_value(value.value)
            return isinstance(found, list) or str(found) == facts.default
        case "ENUM_VALUE":
            return all(variant(option) == "CONCRETE" for option in value.variants) and (
                tuple(str(python_value(option.value)) for option in value.variants) == facts.allowed
            )
        case "TYPED_DYNAMIC":
            return True
        case _:
            return False


def variant(value: Any) -> str:
    """Name the variant of one of the model's tagged values: `ResolvedValue.LIST_VALUE` is `LIST_VALUE`."""
    return variant_of(type(value).__name__)


@cache
def variant_of(type_name: str) -> str:
    """Take the variant from the name of its type."""
    return type_name.rpartition(".")[2]


def reference(value: Any) -> Node:
    """Convert a reference to a resource."""
    return Reference(value.target, getattr(value.kind, "attr", None))


def known_parts(text: str) -> tuple[str | Reference, ...]:
    """Split a text at what the model has put for the stack's name and id."""
    pieces = STACK.split(text)
    return tuple(Reference(STACK_NAME) if at % 2 else piece for at, piece in enumerate(pieces) if piece)


def text_parts(
    text: str,
    attributes: Sequence[tuple[str, str | None]] = (),
    variables: Mapping[str, Reference | Undecided] = MappingProxyType({}),
) -> tuple[str | Reference | Undecided, ...]:
    """Split a partly known text into literals and references: `{ref:Bucket}/*`, `${Bucket.Arn}/*`.

    Args:
        text: as the model writes it.
        attributes: target and attribute of the references of a join, in order.
        variables: what names stand for that the text brings along.
    """
    parts: list[str | Reference | Undecided] = []
    known = list(attributes)
    end = 0
    for piece in PIECE.finditer(text):
        if piece.start() > end:
            parts += known_parts(text[end : piece.start()])
        name = piece[1] or piece[2]
        if name is None:
            parts.append(Undecided(UNKNOWN_PART))
        elif name in variables:
            parts.append(variables[name])
        else:
            target, _, attribute = name.partition(".")
            at = next((place for place, (to, _) in enumerate(known) if piece[2] and to == target), None)
            parts.append(Reference(target, attribute or (known.pop(at)[1] if at is not None else None)))
        end = piece.end()
    if end < len(text):
        parts += known_parts(text[end:])
    return tuple(parts)


def python_value(value: Any) -> Any:
    """Convert the model's JSON value into plain Python."""
    match variant(value):
        case "NULL":
            return None
        case "ARRAY":
            return [python_value(item) for item in value.items]
        case "OBJECT":
            return {key: python_value(entry) for key, entry in value.entries.items()}
        case "STRING" | "INT" | "FLOAT" | "BOOL":
            return value.value
        case _:
            return value
