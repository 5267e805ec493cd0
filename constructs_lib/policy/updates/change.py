"""One resource before and after an update."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.finding import Severity


@dataclass(frozen=True, slots=True)
class Change:
    """A resource as it is deployed, and as the new template has it.

    Attributes:
        old: as deployed.
        new: in the new template; `None` when it is gone.
    """

    old: ResourceView
    new: ResourceView | None

    def differs(self, path: str) -> bool:
        """Tell whether a property changes.

        Raises:
            CannotDecide: it may, but one of the values is not known.
        """
        if self.new is None:
            return True
        before, after = self.old[path], self.new[path]
        if before.node == after.node:
            return False
        for value in (before, after):
            if value.undecided and value.reference is None:
                raise CannotDecide(value, "the value is known only at deployment")
        return True


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
