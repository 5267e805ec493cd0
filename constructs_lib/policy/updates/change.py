"""One resource before and after an update."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value, View
from constructs_lib.graph.values import Node, Text, Undecided
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.rule import Rule, nothing

KEPT = {"Retain", "RetainExceptOnCreate", "Snapshot"}


@cache
def create_only() -> Mapping[str, list[str]]:
    """Resource type to the properties that replace it when they change: CloudFormation's createOnlyProperties."""
    table: Mapping[str, list[str]] = json.loads(Path(__file__).with_name("create_only.json").read_bytes())
    return table


@dataclass(frozen=True)
class Comparison:
    """Both templates under one scenario.

    Attributes:
        before: as they are deployed.
        after: as they are to be.
    """

    before: View
    after: View
    _replaced: dict[str, bool] = field(default_factory=dict)

    def of(self, old: ResourceView) -> Change:
        """Pair a resource with its successor: the one of the same logical id and type."""
        resource = old.resource
        found = next((new for new in self.after.graph.resources if new.id == resource.id), None)
        gone = found is None or found.type != resource.type or not self.after.includes(found)
        return Change(old, None if gone or found is None else self.after.of(found), self)

    def replaces(self, logical_id: str) -> bool:
        """Tell whether another resource takes the place of one, as far as that is known."""
        if logical_id not in self._replaced:
            self._replaced[logical_id] = False
            old = next((old for old in self.before.graph.resources if old.id == logical_id), None)
            if old is not None and self.before.includes(old):
                change = self.of(self.before.of(old))
                self._replaced[logical_id] = change.new is not None and change.is_replaced
        return self._replaced[logical_id]


@dataclass(frozen=True, slots=True)
class Change:
    """A resource as it is deployed, and as the new template has it.

    Attributes:
        old: as deployed.
        new: in the new template; `None` when it is gone.
        comparison: everything around.
    """

    old: ResourceView
    new: ResourceView | None
    comparison: Comparison

    @property
    def kept(self) -> bool:
        """Whether the resource outlives its removal from the stack, or its replacement."""
        if self.new is None:
            return self.old.resource.deletion_policy in KEPT
        return {self.old.resource.replace_policy, self.new.resource.replace_policy} <= KEPT

    @property
    def is_replaced(self) -> bool:
        """Whether a property that cannot change in place is known to change."""
        for path in create_only().get(self.old.type, ()):
            try:
                if self.recreates(path):
                    return True
            except CannotDecide:
                continue
        return False

    def recreated(self) -> Iterator[str]:
        """Give the properties that change and cannot change in place.

        Raises:
            CannotDecide: one may change; those that are known come first.
        """
        gap = None
        for path in create_only().get(self.old.type, ()):
            try:
                if self.recreates(path):
                    yield path
            except CannotDecide as unknown:
                gap = gap or unknown
        if gap is not None:
            raise gap

    def recreates(self, path: str) -> bool:
        """Tell whether a property changes that cannot change in place, in a block that neither comes nor goes."""
        block = path.rpartition(".")[0]
        if block and self.new is not None and not (self.old[block].exists and self.new[block].exists):
            return False
        return self.differs(path)

    def differs(self, path: str) -> bool:
        """Tell whether a property changes.

        Raises:
            CannotDecide: it may, but one of the values is not known.
        """
        return self.new is None or self._differ(self.old[path], self.new[path])

    def _differ(self, before: Value, after: Value) -> bool:
        if isinstance(before.node, dict) and isinstance(after.node, dict):
            keys = sorted({*before.node, *after.node})
            return any(self._differ(before[key], after[key]) for key in keys)
        if isinstance(before.node, list | tuple) and isinstance(after.node, list | tuple):
            return self._items_differ(before.items, after.items)
        if same(before.node, after.node):
            return any(self.comparison.replaces(target) for target in targets(before.node))
        if isinstance(before.node, Reference) and isinstance(after.node, Reference):
            return True
        for value in (before, after):
            if isinstance(value.node, Undecided | Text | Reference):
                raise CannotDecide(value, "whether the value changes is known only at deployment")
        return True

    def _items_differ(self, olds: list[Value], news: list[Value]) -> bool:
        """Compare lists without their order, which tags and ids do not have."""
        left = list(news)
        for old in olds:
            partner = next((new for new in left if same(old.node, new.node)), None)
            partner = partner or next((new for new in left if not self._differ(old, new)), None)
            if partner is None:
                return True
            left = [new for new in left if new is not partner]
        return bool(left)


def same(before: Node, after: Node) -> bool:
    """Tell whether CloudFormation reads the same in both; it reads numbers and booleans in texts."""
    if isinstance(before, str | int | float) and isinstance(after, str | int | float):
        return written(before) == written(after)
    return before == after


def written(node: str | float) -> str:
    """Write a scalar as CloudFormation compares it."""
    return str(node).lower() if isinstance(node, bool) else str(node)


def targets(node: Node) -> Iterator[str]:
    """Give the resources that a value refers to."""
    for part in node.parts if isinstance(node, Text) else (node,):
        if isinstance(part, Reference):
            yield part.target


@dataclass(frozen=True, slots=True)
class Loss:
    """What a change costs; becomes a finding.

    Attributes:
        value: where in the new template, or in the old one for a resource that is gone.
        message: what happens.
        given: the change as text.
        severity: where it differs from the rule's.
    """

    value: Value
    message: str
    given: str
    severity: Severity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdateRule:
    """A rule about an update.

    Attributes:
        id: family UPD.
        name: readable, kebab-case.
        severity: of its findings.
        resources: CloudFormation types it looks at.
        allowed: what would be right.
        why: what happens otherwise.
        fix: what to do.
        source: where it says so, with a date.
        check: yields what a change costs.
    """

    id: str
    name: str
    severity: Severity
    resources: tuple[str, ...]
    allowed: str
    why: str
    fix: str
    source: str
    check: Callable[[Change], Iterator[Loss]]

    @property
    def described(self) -> Rule:
        """The same as a rule to explain; it finds nothing in one template alone."""
        return Rule(
            id=self.id,
            name=self.name,
            title=f"allowed in an update: {self.allowed}",
            severity=self.severity,
            resources=self.resources,
            why=self.why,
            fix=self.fix,
            source=self.source,
            check=nothing,
        )
