"""The conditions of a plain template: those about the region, the account and one another."""

from __future__ import annotations

import re
from typing import Any

from constructs_lib.graph.conditions import Conditions, parse_expression, without_circles
from constructs_lib.graph.readers.plain_values import PSEUDO, NotPlainError

COMBINED = {"Fn::And": "And", "Fn::Or": "Or", "Fn::Not": "Not"}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
LITERAL = re.compile(r"[^\"\\?]*")


def plain_conditions(section: Any) -> Conditions:
    """Read a `Conditions` section.

    Raises:
        NotPlainError: it holds a parameter, a map or anything else that is for the model to resolve.
    """
    if not isinstance(section, dict) or not all(map(NAME.fullmatch, section)):
        raise NotPlainError
    written = {name: parse_expression(expression(body, section)) for name, body in section.items()}
    return Conditions(expressions=without_circles(written))


def expression(body: Any, known: dict[str, Any]) -> str:
    """Write one condition as the model does: `Or(Condition(Big), Equals(AWS::Region, "eu-west-1"))`."""
    match body:
        case {"Fn::Equals": [left, right], **others} if not others:
            return f"Equals({side(left)}, {side(right)})"
        case {"Condition": str(name), **others} if not others and name in known:
            return f"Condition({name})"
        case (
            {"Fn::And": list(parts), **others} | {"Fn::Or": list(parts), **others} | {"Fn::Not": list(parts), **others}
        ):
            if parts and not others:
                return f"{COMBINED[next(iter(body))]}({', '.join(expression(part, known) for part in parts)})"
    raise NotPlainError


def side(value: Any) -> str:
    """Write what is compared: a text, or something that AWS knows."""
    match value:
        case str(text) if LITERAL.fullmatch(text):
            return f'"{text}"'
        case {"Ref": str(name), **others} if not others and PSEUDO.get(name):
            return name
    raise NotPlainError
