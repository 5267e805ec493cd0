"""What the template model gives up when it resolves a value, read from the template as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from constructs_lib.graph.readers.document import Document, Path, UnreadableDocument
from constructs_lib.graph.readers.lenient import rewrite
from constructs_lib.graph.values import Lookup, Reference, Undecided

FIND, SUB = "Fn::FindInMap", "Fn::Sub"
PSEUDO_LOOKUP = re.compile(r"FindInMap.{0,300}?AWS::(?:Region|AccountId|Partition)", re.DOTALL)
SUB_WITH_VARIABLES = re.compile(r"\bSub\W{0,3}\s+?-\s|\bSub\W{0,4}\[")
LARGEST = 2_000_000
"""Bytes; CloudFormation takes a megabyte."""
ARGUMENTS = 3


class Written:
    """A template as it stands in its file; parsed only where it holds something that the model gives up."""

    def __init__(self, content: str | bytes, name: str, original: Document | None = None) -> None:
        """Look for what the model gives up.

        Args:
            content: the text of the template.
            name: how the user names the file.
            original: the document, where it has been read already.
        """
        self.raw = content
        self.name = name
        self.original = original

    @cached_property
    def content(self) -> str:
        """The text; made of the bytes only where something is looked for in it."""
        return self.raw if isinstance(self.raw, str) else self.raw.decode(errors="replace")

    def mentions(self, word: str) -> bool:
        """Tell whether a word stands anywhere in the text."""
        return word in self.raw if isinstance(self.raw, str) else word.encode() in self.raw

    @cached_property
    def value(self) -> Mapping[str, Any]:
        """The template with the long forms of its functions; empty when that takes too long or cannot be read."""
        if self.original is None and len(self.raw) <= LARGEST:
            try:
                self.original = rewrite(self.content, self.name)[1]
            except UnreadableDocument:
                return {}
        value = self.original.value if self.original is not None else None
        return value if isinstance(value, dict) else {}

    @cached_property
    def lookups(self) -> Mapping[tuple[str, str], Lookup]:
        """Every `Fn::FindInMap` by a pseudo parameter, by logical id and path as the model writes it.

        The model resolves these for one region of its own choice.
        """
        if not self.mentions("FindInMap") or not PSEUDO_LOOKUP.search(self.content):
            return {}
        found: dict[tuple[str, str], Lookup] = {}
        for logical_id, body in mapping(self.value.get("Resources")).items():
            for path, node in nodes(mapping(body).get("Properties"), ("Properties",)):
                lookup = self.lookup(node)
                if lookup is not None:
                    found[logical_id, ".".join(map(str, path))] = lookup
        return found

    def lookup(self, node: Any) -> Lookup | None:
        """Read one `Fn::FindInMap` by a pseudo parameter; `None` for anything else."""
        arguments = node.get(FIND) if isinstance(node, dict) else None
        if not isinstance(arguments, list) or len(arguments) != ARGUMENTS:
            return None
        name, first, second = arguments
        table = mapping(mapping(self.value.get("Mappings")).get(name)) if isinstance(name, str) else {}
        if (parameter := pseudo(first)) and isinstance(second, str):
            options = {key: entry[second] for key, entry in table.items() if second in mapping(entry)}
        elif (parameter := pseudo(second)) and isinstance(first, str):
            options = dict(mapping(table.get(first)))
        else:
            return None
        return Lookup(parameter, options) if options else None

    @property
    def names_stack(self) -> bool:
        """Whether the stack's name or id is used."""
        return self.mentions("AWS::Stack")

    def variables(self, logical_id: str, path: str) -> Mapping[str, Reference | Undecided]:
        """What the variables of the `Fn::Sub` at a path stand for."""
        if not self.has_variables:
            return {}
        node = below(self.value, ("Resources", logical_id, *path.split(".")))
        arguments = node.get(SUB) if isinstance(node, dict) else None
        given = mapping(arguments[1]) if isinstance(arguments, list) and len(arguments) == len(("text", "map")) else {}
        return {name: piece(name, value) for name, value in given.items() if isinstance(value, dict)}

    @cached_property
    def has_variables(self) -> bool:
        """Whether any `Fn::Sub` has a map of variables."""
        return self.mentions("Sub") and SUB_WITH_VARIABLES.search(self.content) is not None


def piece(name: str, value: Mapping[str, Any]) -> Reference | Undecided:
    """Read what a variable of an `Fn::Sub` stands for."""
    target, place = value.get("Ref"), value.get("Fn::GetAtt")
    if isinstance(target, str):
        return Reference(target)
    parts = place.split(".") if isinstance(place, str) else place
    if isinstance(parts, list) and len(parts) > 1 and all(isinstance(part, str) for part in parts):
        return Reference(parts[0], ".".join(parts[1:]))
    return Undecided(f"Sub of {name}")


def pseudo(node: Any) -> str | None:
    """The name of the pseudo parameter that a `Ref` is to."""
    name = node.get("Ref") if isinstance(node, dict) and len(node) == 1 else None
    return name if isinstance(name, str) and name.startswith("AWS::") else None


def mapping(node: Any) -> Mapping[str, Any]:
    """A node that should be a mapping, as one."""
    return node if isinstance(node, dict) else {}


def nodes(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every mapping below a node, with its path."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from nodes(value, (*path, key))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from nodes(value, (*path, position))


def below(node: Any, steps: tuple[str, ...]) -> Any:
    """Follow a path; `None` where it ends."""
    for step in steps:
        if isinstance(node, dict):
            node = node.get(step)
        elif isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        else:
            return None
    return node
