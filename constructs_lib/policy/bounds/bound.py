"""One limit as the policy applies it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import Kind, Limit
from constructs_lib.policy.bounds.condition import applies
from constructs_lib.policy.bounds.pieces import given_in_part
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import MAPPING, MAPPINGS, EventMapping, mappings_of

Holder = ResourceView | EventMapping
"""What has bounded properties: a resource, or an event source mapping in either of its forms."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A limit, where it is looked for and when it applies.

    Attributes:
        rule: id of the rule that reports it.
        limit: the fact.
        at: property paths with `[]`, `[Key=Value]` and `*`; the limit's own by default.
        when: property path to the condition that has to hold there, see `condition.applies`.
        also: single values allowed outside the range, such as -1 for "no limit".
        severity: of its findings.
    """

    rule: str
    limit: Limit
    at: tuple[str, ...]
    when: Mapping[str, object] = field(default_factory=dict)
    also: tuple[int | float, ...] = ()
    severity: Severity = Severity.ERROR

    @property
    def resources(self) -> tuple[str, ...]:
        """The CloudFormation types in which the bounded properties stand."""
        return MAPPINGS if self.limit.resource == MAPPING else (self.limit.resource,)

    def holders(self, resource: ResourceView) -> Iterator[Holder]:
        """Find what a resource of one of the types has of them: itself, or the events of a SAM function."""
        if self.limit.resource == MAPPING:
            yield from mappings_of(resource)
        else:
            yield resource

    def applies(self, holder: Holder) -> bool:
        """Tell whether every condition holds."""
        return all(applies(holder, path, condition) for path, condition in self.when.items())

    def values(self, holder: Holder) -> Iterator[Value]:
        """Find the values that are bounded.

        What another resource answers, such as its ARN, is made by AWS and fits by itself; whether it is what the
        property wants is a relation.
        """
        for pattern in self.at:
            for value in holder.each(pattern):
                if value.reference is None:
                    yield value

    def given(self, value: Value) -> str | None:
        """Say what stands at a value, when it is out of bounds.

        Returns:
            `None` when the bound is kept.
        """
        if (piece := given_in_part(self.limit, value)) is not None:
            return piece
        match self.limit.kind:
            case Kind.RANGE:
                number = value.number if not self.written or is_number(value.text) else None
                if number is None:
                    return repr(value.text) if self.written else None
                out = number not in self.limit and number not in self.also
                return with_unit(number, self.unit) if out else None
            case Kind.LENGTH:
                length = len(value.text or "")
                return f"{length} characters" if length not in self.limit else None
            case Kind.COUNT:
                count = len(value.items)
                return f"{count} {self.unit or 'items'}" if count not in self.limit else None
            case Kind.ENUM:
                return value.text if value.text not in set(map(str, self.limit.allowed)) else None
            case Kind.PATTERN:
                return repr(value.text) if not re.fullmatch(self.limit.pattern or "", value.text or "") else None
            case kind:
                raise ValueError(f"a limit of kind {kind} is no bound")

    @property
    def written(self) -> bool:
        """Whether the number is text by its type, so that CloudFormation takes any: a processor parameter."""
        return self.at[0].endswith("ParameterValue")

    @property
    def unit(self) -> str | None:
        """The unit without its explanation in brackets."""
        return self.limit.unit.partition(" (")[0] if self.limit.unit else None

    @property
    def allowed(self) -> str:
        """What is allowed, as text."""
        limit = self.limit
        if limit.kind is Kind.ENUM:
            return ", ".join(map(str, limit.allowed))
        if limit.kind is Kind.PATTERN:
            return f"text that matches {limit.pattern}"
        also = "".join(f", or {value}" for value in self.also)
        return f"{span(limit.minimum, limit.maximum, self.unit)}{also}"

    @property
    def choice(self) -> str:
        """What to choose, as text that follows the word."""
        match self.limit.kind:
            case Kind.ENUM:
                return f"one of {self.allowed}"
            case Kind.LENGTH | Kind.COUNT | Kind.PATTERN:
                return self.allowed
            case _:
                return f"a value of {self.allowed}"

    @property
    def property(self) -> str:
        """The last name of the property path; the parameter's name for a processor parameter."""
        parameter = re.search(r"\[ParameterName=(\w+)\]", self.at[0])
        return parameter[1] if parameter else self.at[0].rpartition(".")[2].removesuffix("[]")


def is_number(text: str | None) -> bool:
    """Tell whether a text is a number in digits."""
    return re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text or "") is not None


def span(low: float | None, high: float | None, unit: str | None) -> str:
    """Write a range: `24 to 8760 hours`, `at least 1 shard`, `at most 50 items`."""
    if low is None:
        return f"at most {with_unit(high, unit)}"
    if high is None:
        return f"at least {with_unit(low, unit)}"
    return f"{low} to {with_unit(high, unit)}"


def with_unit(number: float | None, unit: str | None) -> str:
    """Write a number with its unit: `1 hour`, `12 hours`."""
    if not unit:
        return str(number)
    return f"{number} {unit.removesuffix('s') if number == 1 and unit.endswith('s') else unit}"
