"""The values of a plain template, as AWS's template model resolves them."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from constructs_lib.graph.readers.resolved import UNKNOWN_PART
from constructs_lib.graph.values import Import, Node, Reference, Text, Undecided

FUNCTION = "Fn::"
PSEUDO: Mapping[str, str | None] = {
    "AWS::AccountId": "123456789012",
    "AWS::NoValue": None,
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::URLSuffix": "amazonaws.com",
}
"""What the model takes for what only a deployment knows."""
VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+(?:\.[A-Za-z0-9.]+)?|AWS::\w+)\}")
MARK = re.compile(r"\$\{|\{ref:|\{dynamic")
"""What the model would take for its own in the middle of a text."""
CONTAINERS = (dict, list)
SINGLE = frozenset({"Ref", "Fn::GetAtt", "Fn::ImportValue"})
"""Functions that give one thing."""


class NotPlainError(Exception):
    """A value is for the model to resolve."""


class PlainValues:
    """Resolves values that hold references and texts made of them."""

    def __init__(self, resources: Container[str]) -> None:
        """Remember what can be referred to.

        Args:
            resources: the logical ids of the template.
        """
        self.resources = resources
        self.functions: Mapping[str, Callable[[Any], Node]] = {
            "Ref": self.ref,
            "Fn::GetAtt": self.attribute,
            "Fn::Join": self.join,
            "Fn::Sub": self.substitute,
            "Fn::ImportValue": self.imported,
        }

    def node(self, value: Any) -> Node:
        """Resolve a value.

        Raises:
            NotPlainError: it holds something that is not plain.
        """
        if isinstance(value, list):
            return [self.node(item) if isinstance(item, CONTAINERS) else item for item in value]
        if not isinstance(value, dict):
            plain: Node = value
            return plain
        if len(value) == 1:
            ((name, argument),) = value.items()
            function = self.functions.get(name)
            if function is not None:
                return function(argument)
            if name.startswith(FUNCTION) or (name == "Condition" and not isinstance(argument, dict)):
                raise NotPlainError
        return {key: self.node(below) if isinstance(below, CONTAINERS) else below for key, below in value.items()}

    def ref(self, target: Any) -> Node:
        """Resolve a `Ref`."""
        if not isinstance(target, str) or not (target in self.resources or target in PSEUDO):
            raise NotPlainError
        return PSEUDO[target] if target in PSEUDO else Reference(target)

    def attribute(self, place: Any) -> Node:
        """Resolve an `Fn::GetAtt`."""
        parts = place.partition(".")[::2] if isinstance(place, str) else place
        match parts:
            case [str(target), str(attribute)] | (str(target), str(attribute)) if attribute:
                if target in self.resources:
                    return Reference(target, attribute)
        raise NotPlainError

    def imported(self, name: Any) -> Node:
        """Resolve an `Fn::ImportValue`."""
        found = self.node(name)
        if not isinstance(found, str):
            raise NotPlainError
        return Import(found)

    def join(self, arguments: Any) -> Node:
        """Resolve an `Fn::Join`."""
        match arguments:
            case [str(between), list(items)]:
                pieces = [piece for item in items for piece in (between, self.piece(item))]
                return text(pieces[1:])
        raise NotPlainError

    def piece(self, item: Any) -> str | Reference | Undecided:
        """Resolve one item of a join; a text that is put together within one is for the model."""
        if isinstance(item, str):
            return item
        found = self.node(item) if isinstance(item, dict) and SINGLE.issuperset(item) else None
        if isinstance(found, str | Reference):
            return found
        if isinstance(found, Import):
            return Undecided(UNKNOWN_PART)
        raise NotPlainError

    def substitute(self, template: Any) -> Node:
        """Resolve an `Fn::Sub` without variables of its own."""
        if not isinstance(template, str):
            raise NotPlainError
        pieces = VARIABLE.split(template)
        return text([self.variable(piece) if at % 2 else piece for at, piece in enumerate(pieces)])

    def variable(self, name: str) -> str | Reference:
        """Resolve a variable inside of a text."""
        target, _, attribute = name.partition(".")
        found = self.ref(target)
        if isinstance(found, str) and not attribute:
            return found
        if not isinstance(found, Reference):
            raise NotPlainError
        return Reference(target, attribute or None)


def text(pieces: Iterable[str | Reference | Undecided]) -> str | Text:
    """Put a text together.

    Raises:
        NotPlainError: the model would take something in it for what it is not.
    """
    parts: list[str | Reference | Undecided] = []
    for piece in pieces:
        if isinstance(piece, str) and parts and isinstance(parts[-1], str):
            parts[-1] += piece
        elif piece:
            parts.append(piece)
    if any(MARK.search(part) for part in parts if isinstance(part, str)):
        raise NotPlainError
    match parts:
        case []:
            return ""
        case [str(whole)]:
            return whole
    return Text(tuple(parts))
