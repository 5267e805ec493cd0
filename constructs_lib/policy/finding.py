"""What the policy says of a resource."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal


class Severity(StrEnum):
    """How bad a finding is.

    `error`: the service refuses it, or data is lost. `warning`: it deploys, then misbehaves or costs. `info`: advice.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for an error; larger is milder."""
        return list(Severity).index(self)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One rule that one resource does not keep.

    Attributes:
        rule: id, such as `KDS001`.
        name: the rule's readable name, kebab-case.
        message: one line: what is wrong.
        file: as the user named it; the caller's file for a construct.
        line: counts from 1.
        column: counts from 1.
        resource: logical id; the construct path for a construct.
        resource_type: CloudFormation type.
        construct_path: of the CDK construct that defines the resource.
        property: path in CloudFormation's names.
        argument: the Python argument that decided the property; only for constructs.
        given: the value found, as text with its unit.
        allowed: what would be right, as text.
        why: what happens otherwise.
        fix: what to do.
        source: where it says so, with a date.
        origin: `policy` for our own rules, `schema` for CloudFormation's schemas and generic rules.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    resource: str
    resource_type: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    construct_path: str | None = None
    property: str | None = None
    argument: str | None = None
    given: str | None = None
    allowed: str | None = None
    why: str | None = None
    fix: str | None = None
    source: str | None = None
    origin: Literal["policy", "schema"] = "policy"

    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sorts findings by file, place, resource and rule."""
        return (self.file, self.line or 0, self.column or 0, self.resource, self.rule, self.property or "")

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values."""
        return asdict(self)

    def __str__(self) -> str:
        """The finding as a person reads it."""
        rows = {
            "where": f"{self.construct_path or self.resource} ({self.resource_type})",
            "argument": self.argument,
            "property": self.property,
            "given": self.given,
            "allowed": self.allowed,
            "why": self.why,
            "fix": self.fix,
            "source": self.source,
        }
        lines = [f"{self.severity} {self.rule} {self.name}: {self.message}"]
        lines += [f"  {title:<9} {text}" for title, text in rows.items() if text]
        if self.file:
            lines.insert(
                1, f"  {'at':<9} {':'.join(str(part) for part in (self.file, self.line, self.column) if part)}"
            )
        return "\n".join(lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class UndecidedFinding:
    """One rule that could not be decided for one resource, because a value is known only at deployment."""

    rule: str
    name: str
    reason: str
    resource: str
    resource_type: str
    property: str | None = None
    construct_path: str | None = None
    file: str = ""
    line: int | None = None
    column: int | None = None

    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sorts by file, place, resource and rule."""
        return (self.file, self.line or 0, self.column or 0, self.resource, self.rule, self.property or "")

    def to_dict(self) -> dict[str, Any]:
        """The result as plain JSON values."""
        return asdict(self)
