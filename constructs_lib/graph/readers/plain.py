"""Read a plain template in JSON, as the CDK writes most, without AWS's template model.

Loading the model and taking over what it knows takes longer than everything else that a check does. Values are plain
that mean the same under every condition and are put together of references alone; of anything else, `read_plain` says
that it is not plain, and the model reads it. What both read is the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from constructs_lib.graph.readers.form import DoubledError, is_resource, only_once
from constructs_lib.graph.readers.notes import notes
from constructs_lib.graph.readers.places import RESOURCES, Places
from constructs_lib.graph.readers.plain_conditions import plain_conditions
from constructs_lib.graph.readers.plain_values import CONTAINERS, NotPlainError, PlainValues
from constructs_lib.graph.readers.resolved import INVENTED
from constructs_lib.graph.resource import Position, Resource, Template
from constructs_lib.graph.values import Node

LARGEST = 10_000_000
"""Bytes; the model refuses what is larger."""
DEEPEST = 100
"""Objects and lists in one another; the model refuses some more."""
LARGEST_INTEGER = 2**63 - 1
SECTIONS = {
    "AWSTemplateFormatVersion", "Conditions", "Description", "Mappings", "Metadata", "Outputs", "Parameters", RESOURCES,
    "Rules",
}  # fmt: skip
"""Those that leave resources as they are, unless one names a parameter or a map."""
AROUND = ("Condition", "DeletionPolicy", "UpdateReplacePolicy")
STRANGE = ("{{resolve:", "\\ud", "\\uD", "\r", *INVENTED)
"""Dynamic references, halves of characters, old line ends, and what the model makes up."""


class Plain(NamedTuple):
    """A plain template.

    Attributes:
        resources: in the order of the file.
    """

    resources: list[Resource]


def read_plain(content: str | bytes, name: str) -> Plain | None:
    """Read a plain template.

    Args:
        content: of the file.
        name: how the user names it.

    Returns:
        `None` for one that is not plain.
    """
    if len(content) > LARGEST:
        return None
    try:
        text = content if isinstance(content, str) else content.decode()
        if not text.lstrip().startswith("{") or any(mark in text for mark in STRANGE):
            return None
        return Plain(PlainReader(DECODER.decode(text), text, name).read())
    except (NotPlainError, DoubledError, RecursionError, ValueError):
        return None


def finite(text: str) -> float:
    """Read a number with a fraction or exponent."""
    number = float(text)
    return number if math.isfinite(number) else refuse(text)


def integer(text: str) -> int:
    """Read a number as the model keeps it."""
    number = int(text)
    return number if abs(number) <= LARGEST_INTEGER else refuse(text)


def refuse(_what: object) -> NoReturn:
    """Leave a template to the model."""
    raise NotPlainError


DECODER = json.JSONDecoder(object_pairs_hook=only_once, parse_float=finite, parse_int=integer, parse_constant=refuse)


class PlainReader:
    """Makes resources of a template as it is written."""

    def __init__(self, document: Any, text: str, name: str) -> None:
        """Look whether it has the form of a template.

        Raises:
            NotPlainError: it has not, or something in it is not plain.
        """
        if not isinstance(document, dict) or not SECTIONS.issuperset(document) or too_deep(document):
            raise NotPlainError
        resources = document.get(RESOURCES)
        if not (isinstance(resources, dict) and resources and all(map(is_plain, resources.values()))):
            raise NotPlainError
        if not all(map(str.isalnum, resources)):
            raise NotPlainError
        self.resources: Mapping[str, Any] = resources
        self.values = PlainValues(self.resources)
        self.places = Places(text)
        self.template = Template(
            name=name,
            conditions=plain_conditions(document.get("Conditions", {})),
            exports=self.exports(document.get("Outputs", {})),
            locate=self.locate,
        )

    def read(self) -> list[Resource]:
        """Make the resources.

        Raises:
            NotPlainError: something in them is not plain.
        """
        return [self.resource(logical_id, body) for logical_id, body in self.resources.items()]

    def resource(self, logical_id: str, body: Mapping[str, Any]) -> Resource:
        """Make one resource."""
        properties = self.values.node(body.get("Properties", {}))
        condition = body.get("Condition")
        if not isinstance(properties, dict) or condition not in {None, *self.template.conditions.expressions}:
            raise NotPlainError
        told = notes(body.get("Metadata"))
        if self.values.node(told["hints"]) != told["hints"]:
            raise NotPlainError
        after = body.get("DependsOn", ())
        return Resource(
            template=self.template,
            id=logical_id,
            type=body["Type"],
            read=lambda: properties,
            depends_on=(after,) if isinstance(after, str) else tuple(after),
            condition=condition,
            deletion_policy=body.get("DeletionPolicy"),
            replace_policy=body.get("UpdateReplacePolicy"),
            **told,
        )

    def exports(self, outputs: Any) -> dict[str, Node]:
        """Read the exports whose names are known."""
        if not isinstance(outputs, dict):
            raise NotPlainError
        found: dict[str, Node] = {}
        for output in outputs.values():
            match output:
                case {"Export": {"Name": name}, "Value": value}:
                    known = self.values.node(name)
                    if not isinstance(known, str):
                        raise NotPlainError
                    found[known] = self.values.node(value)
                case {"Export": _}:
                    raise NotPlainError
        return found

    def locate(self, path: str) -> Position:
        """Find a path of the template, or the nearest enclosing thing, in the file."""
        return Position(self.template.name, *(self.places.find(path) or ()))


def is_plain(body: Any) -> bool:
    """Tell whether something is a resource, of which everything around its properties is text."""
    if not is_resource(body) or not body["Type"]:
        return False
    after = body.get("DependsOn", "")
    names = after if isinstance(after, list) else [after]
    return all(isinstance(text, str) for text in (*names, *(body.get(name, "") for name in AROUND)))


def too_deep(document: Any) -> bool:
    """Tell whether objects and lists are nested deeper than the model is sure to take."""
    level = [document]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, CONTAINERS)
        ]
        if not level:
            return False
    return True
