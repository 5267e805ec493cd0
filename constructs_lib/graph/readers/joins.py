"""Which attribute each reference inside an `Fn::Join` asks for; the model's text of a join names the target alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple

JOIN = "Fn::Join"
NOT_PLAIN = {"Fn::Sub", "Fn::Transform"}


class JoinedReference(NamedTuple):
    """One reference inside a join.

    Attributes:
        path: where it stands, as the model writes it: `Properties.Name.Fn::Join.1.0`.
        target: logical id of the resource, or the name of a parameter.
        attribute: of an `Fn::GetAtt`; `None` for a `Ref`.
    """

    path: str
    target: str
    attribute: str | None


class Joins:
    """The references inside every join of a template, by the resource that holds them.

    Of a template in JSON, which is what the CDK writes, they are read from the text. The model knows them too, but
    hands them out only together with everything else it knows, which takes as long as the rest of the reading.
    """

    def __init__(self, content: str | bytes, edges: Callable[[], Iterable[Any]]) -> None:
        """Read the text, of which nothing else is kept.

        Args:
            content: the text of the template.
            edges: gives the model's references, for what the text does not plainly say.
        """
        self.edges = edges
        plain = JOIN in content if isinstance(content, str) else JOIN.encode() in content
        self.written = read_written(content) if plain else None

    def of(self, logical_id: str) -> Sequence[JoinedReference]:
        """The references in the joins of one resource, in the order of the template: from the text, or of the model."""
        if self.written is None or self.written.get(logical_id, ()) is None:
            return self.known.get(logical_id, ())
        return self.written.get(logical_id) or ()

    @cached_property
    def known(self) -> dict[str, list[JoinedReference]]:
        """The references in joins that the model knows, by resource."""
        found: dict[str, list[JoinedReference]] = {}
        for edge in self.edges():
            if JOIN in edge.source_path:
                found.setdefault(edge.source, []).append(JoinedReference(edge.source_path, edge.target, edge.attr))
        return found


class NotPlainError(Exception):
    """A join holds a function whose references are not written as such."""


def read_written(content: str | bytes) -> dict[str, tuple[JoinedReference, ...] | None] | None:
    """Read the references that stand plainly in the joins of a template in JSON.

    Returns:
        Those of each resource that has any, and `None` for one that does not plainly say them. Nothing at all, which is
        `None` too, for a template in YAML.
    """
    try:
        template = json.loads(content)
    except ValueError:
        return None
    resources = template.get("Resources") if isinstance(template, dict) else None
    found: dict[str, tuple[JoinedReference, ...] | None] = {}
    for logical_id, body in resources.items() if isinstance(resources, dict) else ():
        references: tuple[JoinedReference, ...] | None = None
        with suppress(NotPlainError):
            held = body.get("Properties") if isinstance(body, dict) else None
            references = tuple(written_references(held, "Properties"))
        if references != ():
            found[logical_id] = references
    return found


def written_references(node: Any, path: str, *, joined: bool = False) -> Iterator[JoinedReference]:
    """Find the references inside the joins of a value, as it stands in the template.

    Raises:
        NotPlainError: a join holds a function whose references are not written as such.
    """
    if isinstance(node, list):
        for position, item in enumerate(node):
            yield from written_references(item, f"{path}.{position}", joined=joined)
    elif not isinstance(node, dict):
        return
    elif joined and "Ref" in node:
        yield JoinedReference(path, str(node["Ref"]), None)
    elif joined and "Fn::GetAtt" in node:
        place = node["Fn::GetAtt"]
        target, _, attribute = (".".join(map(str, place)) if isinstance(place, list) else str(place)).partition(".")
        yield JoinedReference(path, target, attribute)
    elif joined and not NOT_PLAIN.isdisjoint(node):
        raise NotPlainError
    else:
        for key, below in node.items():
            yield from written_references(below, f"{path}.{key}", joined=joined or key == JOIN)
