"""How the arguments of a pattern are written in Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from constructs_lib.patterns import Parameter
from constructs_lib.publishing.literals import flat, literal

PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "object": "Mapping[str, Any]"}
CONTAINERS = (Mapping, list, tuple)


def annotation(parameter: Parameter) -> str:
    """Write the type of an argument; what the deployment may know is as wide as a token."""
    schema, kind = parameter.schema, parameter.schema.get("type")
    if "enum" in schema and not parameter.at_deployment:
        return f"Literal[{', '.join(map(flat, schema['enum']))}]"
    if kind == "array":
        return f"Sequence[{PLAIN.get(str(schema.get('items', {}).get('type')), 'Any')}]"
    if kind == "integer" and parameter.at_deployment:
        return "float"
    return PLAIN.get(str(kind), "Any")


def argument(parameter: Parameter) -> str:
    """Write an argument with its type and default."""
    written = f"{parameter.name}: {annotation(parameter)}"
    if parameter.required:
        return written
    if parameter.default is None or isinstance(parameter.default, CONTAINERS):
        return f"{written} | None = None"
    return f"{written} = {flat(parameter.default)}"


def handed_on(parameter: Parameter) -> str:
    """Write how an argument reaches the construct below."""
    if isinstance(parameter.default, CONTAINERS):
        value = literal(parameter.default, 40, 12)
        return f"{parameter.name}={value} if {parameter.name} is None else {parameter.name}"
    return f"{parameter.name}={parameter.name}"


def imported(parameters: Iterable[Parameter]) -> dict[str, str]:
    """Give the import lines that the types of arguments need."""
    types = " ".join(map(annotation, parameters))
    lines = {
        "abc": [name for name in ("Mapping", "Sequence") if f"{name}[" in types],
        "typing": [name for name in ("Any", "Literal") if name in types],
    }
    return {"abc": ", ".join(lines["abc"]), "typing": ", ".join(lines["typing"])}


def fields(parameter: Parameter) -> dict[str, Any]:
    """Give what is written of a parameter in a definition: what is not as it is unless given."""
    written: dict[str, Any] = {
        "name": parameter.name,
        "schema": dict(parameter.schema),
        "example": parameter.example,
        "default": parameter.default,
        "optional": parameter.optional,
        "at_deployment": parameter.at_deployment,
        "limit": parameter.limit,
    }
    return {name: value for name, value in written.items() if value not in (None, False)}
