"""Run rules over a graph, under every scenario that a rule can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Protocol

from constructs_lib.graph import (
    CannotDecide,
    Graph,
    Reference,
    Resource,
    Scenario,
    TooManyScenarios,
    Value,
    View,
    explore,
)
from constructs_lib.policy.finding import Finding, Severity, UndecidedFinding
from constructs_lib.policy.plan import Plan
from constructs_lib.policy.rule import Rule, Violation

CRASHED = "a rule failed"
Outcome = tuple[list[Violation], CannotDecide | None]
"""What a rule said under one scenario, and the value it could not know."""
NOTHING: Outcome = ([], None)


class Named(Protocol):
    """A rule of any kind, as far as a result names it."""

    @property
    def id(self) -> str:
        """Family and number."""

    @property
    def name(self) -> str:
        """Readable, kebab-case."""


@dataclass
class Results:
    """What a run found.

    Attributes:
        findings: what rules do not find kept.
        undecided: what could not be decided.
        accepted: findings that a profile waives, as plain values with owner, reason and expiry date.
    """

    findings: list[Finding] = field(default_factory=list)
    undecided: list[UndecidedFinding] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)


def run(graph: Graph, rules: Iterable[Rule], subjects: Sequence[Resource] | None = None) -> Results:
    """Run rules over the resources of a graph.

    Args:
        graph: everything that rules may follow references to.
        rules: those to run.
        subjects: the resources to check; all by default.
    """
    results = Results()
    plan = plan_of(tuple(rules))
    for resource in graph.resources if subjects is None else subjects:
        view = View(graph, Scenario(), resource.template.name)
        for rule in plan.rules_for(resource):
            check_one(view, rule, resource, results)
            if not view.scenario.untouched:
                view.forget()
                view = View(graph, Scenario(), resource.template.name)
        view.forget()
    return in_order(results)


@lru_cache(maxsize=64)
def plan_of(rules: tuple[Rule, ...]) -> Plan:
    """Sort rules by what they look at, once for all constructs of a type: that takes as long as running them."""
    return Plan(rules)


def in_order(results: Results) -> Results:
    """Sort results by file and place."""
    results.findings.sort(key=lambda finding: finding.order())
    results.undecided.sort(key=lambda finding: finding.order())
    return results


def check_one(view: View, rule: Rule, resource: Resource, results: Results) -> None:
    """Run one rule over one resource, under every scenario that it tells apart.

    Args:
        view: under a scenario in which nothing has been decided, for the first run. Most rules decide nothing, so that
            the next one can go on with what they have read.
        rule: to run.
        resource: to run it over.
        results: where what it finds is added.
    """
    try:
        first = attempt(view, rule, resource)
        if first is NOTHING and view.scenario.untouched:
            return
        found: dict[tuple[str, str | None, str | None], list[tuple[Scenario, Finding]]] = {}
        undecided: dict[tuple[str | None, str], UndecidedFinding] = {}
        scenarios = 0

        def run_under(scenario: Scenario) -> Outcome:
            return first if scenario is view.scenario else attempt_under(scenario, view.graph, rule, resource)

        for scenario, (violations, gap) in explore(run_under, view.scenario):
            scenarios += 1
            for violation in violations:
                finding = finding_of(rule, violation)
                found.setdefault((finding.resource, finding.property, finding.message), []).append((scenario, finding))
            if gap is not None:
                result = undecided_of(rule, gap)
                undecided.setdefault((result.property, result.reason), result)
    except TooManyScenarios:
        gap = CannotDecide(
            Value((), None, View(view.graph, Scenario()).of(resource)), "too many conditions are combined"
        )
        result = undecided_of(rule, gap)
        undecided[result.property, result.reason] = result
    except Exception as error:
        results.findings.append(crash_of(rule, resource, error))
        return
    results.findings += [under_condition(entries, scenarios) for entries in found.values()]
    results.undecided += undecided.values()


def attempt_under(scenario: Scenario, graph: Graph, rule: Rule, resource: Resource) -> Outcome:
    """Run a rule under a scenario of its own."""
    view = View(graph, scenario, resource.template.name)
    try:
        return attempt(view, rule, resource)
    finally:
        view.forget()


def attempt(view: View, rule: Rule, resource: Resource) -> Outcome:
    """Run a rule under one scenario, and keep what it said before it met a value that is not known."""
    if resource.condition is not None and not view.includes(resource):
        return NOTHING
    violations: list[Violation] = []
    try:
        violations.extend(rule.check(view.of(resource)))
    except CannotDecide as gap:
        return violations, gap
    return (violations, None) if violations else NOTHING


def under_condition(entries: list[tuple[Scenario, Finding]], scenarios: int) -> Finding:
    """Name the conditions under which a finding holds, unless it always does."""
    scenario, finding = min(entries, key=lambda entry: len(entry[0].branches))
    condition = scenario.describe()
    if len(entries) == scenarios or not condition:
        return finding
    return replace(finding, message=f"{finding.message}, when {condition}")


def finding_of(rule: Rule, violation: Violation) -> Finding:
    """Make a finding of a violation."""
    value = violation.value
    resource = value.owner.resource
    position = resource.position(value.path)
    path = property_path(value)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.override or violation.severity or rule.severity,
        message=violation.message or f"not so: {rule.title}",
        file=position.file,
        line=position.line,
        column=position.column,
        resource=resource.id,
        resource_type=resource.type,
        construct_path=resource.construct_path,
        property=path,
        argument=argument_of(resource, path),
        given=violation.given if violation.given is not None else shown(value),
        allowed=violation.allowed,
        why=violation.why or rule.why,
        fix=violation.fix or rule.fix,
        source=rule.source,
    )


def argument_of(resource: Resource, path: str | None) -> str | None:
    """Find the Python argument that decided a property or what encloses it."""
    while path:
        if path in resource.arguments:
            return resource.arguments[path]
        path = path.rpartition(".")[0]
    return None


def undecided_of(rule: Named, gap: CannotDecide) -> UndecidedFinding:
    """Make a result of a value that is not known."""
    resource = gap.value.owner.resource
    position = resource.position(gap.value.path)
    return UndecidedFinding(
        rule=rule.id,
        name=rule.name,
        reason=gap.reason,
        resource=resource.id,
        resource_type=resource.type,
        property=property_path(gap.value),
        construct_path=resource.construct_path,
        file=position.file,
        line=position.line,
        column=position.column,
    )


def crash_of(rule: Rule, resource: Resource, error: Exception) -> Finding:
    """Make a finding about a rule that failed."""
    position = resource.position()
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=Severity.WARNING,
        message=f"{CRASHED} on this resource and was skipped: {type(error).__name__}: {error}",
        file=position.file,
        line=position.line,
        column=position.column,
        resource=resource.id,
        resource_type=resource.type,
        construct_path=resource.construct_path,
        why="the resource was not checked by this rule",
        fix="report it with the template",
        source="the rule itself",
    )


def property_path(value: Value) -> str | None:
    """The path of a value in CloudFormation's names."""
    return ".".join(map(str, value.path)) or None


def shown(value: Value) -> str | None:
    """A value as text."""
    node = value.node
    if node is None:
        return "nothing"
    if isinstance(node, Reference):
        return f"{node.target}.{node.attribute}" if node.attribute else f"the name of {node.target}"
    if isinstance(node, str | int | float | bool):
        return str(node).lower() if isinstance(node, bool) else str(node)
    return None
