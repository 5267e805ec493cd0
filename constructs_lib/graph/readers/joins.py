"""Which attribute each reference inside an `Fn::Join` asks for; the model's text of a join names the target alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
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
        """Remember where to look.

        Args:
            content: the text of the template.
            edges: gives the model's references, for what the text does not plainly say.
        """
        self.content = content
        self.edges = edges
        self.found: dict[str, list[JoinedReference]] = {}

    def of(self, logical_id: str) -> list[JoinedReference]:
        """The references in the joins of one resource, in the order of the template."""
        if logical_id not in self.found:
            self.found[logical_id] = self.find(logical_id)
        return self.found[logical_id]

    def find(self, logical_id: str) -> list[JoinedReference]:
        """Read the references from the text, or ask the model."""
        body = self.written.get(logical_id)
        if isinstance(body, dict):
            with suppress(NotPlainError):
                return list(written_references(body.get("Properties"), "Properties"))
        return self.known.get(logical_id, [])

    @cached_property
    def written(self) -> dict[str, Any]:
        """The resources as they stand in a template in JSON; none for one in YAML."""
        try:
            template = json.loads(self.content)
        except ValueError:
            return {}
        resources = template.get("Resources") if isinstance(template, dict) else None
        return resources if isinstance(resources, dict) else {}

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
