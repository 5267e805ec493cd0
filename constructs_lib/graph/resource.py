"""A resource as it stands in a template or in a construct, before any scenario is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from constructs_lib.graph.conditions import Conditions
from constructs_lib.graph.values import Node

PropertyPath = tuple[str | int, ...]


class Position(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Template:
    """Where resources come from: one template, or the constructs of one check.

    Attributes:
        name: the file as the user named it.
        conditions: its conditions and parameters.
        exports: export name to the node that is exported.
        locate: position of a path such as `Resources/Orders/Properties/Name`, or of its nearest ancestor.
    """

    name: str
    conditions: Conditions = field(default_factory=Conditions)
    exports: Mapping[str, Node] = field(default_factory=dict)
    locate: Callable[[str], Position] = field(default=lambda _: Position(file=""), repr=False)


@dataclass(frozen=True)
class Resource:
    """One resource of a template.

    Attributes:
        id: logical id; for constructs the construct path.
        type: CloudFormation type.
        read: gives the properties; called once, when they are first needed.
        depends_on: logical ids in `DependsOn`.
        condition: name of its condition.
        deletion_policy: what happens to it when it leaves the stack.
        replace_policy: what happens to it when an update replaces it.
        construct_path: `aws:cdk:path` of its metadata.
        arguments: property path to the Python argument that decided it.
        hints: what CloudFormation has no property for.
    """

    template: Template
    id: str
    type: str
    read: Callable[[], Mapping[str, Node]] = field(repr=False)
    depends_on: tuple[str, ...] = ()
    condition: str | None = None
    deletion_policy: str | None = None
    replace_policy: str | None = None
    construct_path: str | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def properties(self) -> Mapping[str, Node]:
        """The properties as written."""
        return self.read()

    def position(self, path: PropertyPath = ()) -> Position:
        """Find a property, or the nearest thing that encloses it, in the file."""
        parts = ["Resources", self.id]
        if path:
            parts += ["Properties", *map(str, path)] if path[0] != "DependsOn" else ["DependsOn"]
        return self.template.locate("/".join(parts))
