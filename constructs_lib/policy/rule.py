"""A rule: what it is about, why it matters, and the function that checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity

Check = Callable[[ResourceView], Iterator["Violation"]]
Examples = Callable[[], tuple[str, str]]


def no_examples() -> tuple[str, str]:
    """What a rule without examples answers: an organisation's own."""
    return "", ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A place where a rule is not kept; the engine makes a finding of it.

    Attributes:
        value: where; its owner is the resource that the finding names.
        message: one line: what is wrong; the rule's title where it is not given.
        given: the value as text; taken from `value` where it is not given.
        allowed: what would be right.
        fix: what to do, where the rule's own advice is too general.
        why: what happens otherwise, where the rule's own text is too general.
        severity: where it differs from the rule's own.
    """

    value: Value
    message: str | None = None
    given: str | None = None
    allowed: str | None = None
    fix: str | None = None
    why: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Rule:
    """One relation that is checked, with everything a reader wants to know about it.

    Attributes:
        id: family and number, such as `KDS001`; never reused.
        name: readable, kebab-case.
        title: one line, lower case: what holds when the rule is kept.
        severity: of its findings.
        resources: CloudFormation types it looks at.
        why: what happens when it is not kept.
        fix: what to do.
        source: where it says so: an address, or a model with its version. A page is read in a stored copy, on the day
            that stands with it. "assumed" is said of what no source says; then it is no error.
        check: yields a violation for each place; runs once per resource and scenario. It answers by what it reads of
            the graph alone, and need not run where nothing stands of what it would ask first.
        examples: gives `bad` and `good`; called for a page or a test, never for a check.
        since: the version that brought the rule.
        override: the severity that a profile gives all of its findings.
        about: property patterns without which the rule has nothing to say, so that it need not run; `()` to find them
            out by asking the rule, see `constructs_lib.policy.asked`.
    """

    id: str
    name: str
    title: str
    severity: Severity
    resources: tuple[str, ...]
    why: str
    fix: str
    source: str
    check: Check = field(repr=False)
    examples: Examples = field(default=no_examples, repr=False)
    since: str = "0.1"
    override: Severity | None = None
    about: tuple[str, ...] = ()

    @property
    def bad(self) -> str:
        """A template's `Resources`, as YAML, in which the rule finds something; empty when there is no such value."""
        return self.examples()[0]

    @property
    def good(self) -> str:
        """The same, mended."""
        return self.examples()[1]


def nothing(_resource: ResourceView) -> Iterator[Violation]:
    """Find nothing in a resource: what rules do whose findings are made elsewhere, and which only are explained."""
    yield from ()


def rule(
    *,
    id: str,
    name: str,
    title: str,
    severity: Severity,
    resources: tuple[str, ...],
    why: str,
    fix: str,
    source: str,
    bad: str,
    good: str,
    since: str = "0.1",
) -> Callable[[Check], Rule]:
    """Make a rule of a check function; the arguments are those of `Rule`, with both examples as texts."""

    def make(check: Check) -> Rule:
        return Rule(
            id=id,
            name=name,
            title=title,
            severity=severity,
            resources=resources,
            why=why,
            fix=fix,
            source=source,
            check=check,
            examples=lambda: (bad, good),
            since=since,
        )

    return make
