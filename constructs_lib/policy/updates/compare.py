"""Compare a deployed template with the one that is to replace it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from constructs_lib.graph import CannotDecide, Graph, Resource, Scenario, TooManyScenarios, View, explore
from constructs_lib.graph.resource import Template
from constructs_lib.graph.values import Node
from constructs_lib.policy.engine import argument_of, property_path, undecided_of, under_condition
from constructs_lib.policy.finding import Finding, UndecidedFinding
from constructs_lib.policy.updates import delivery, keeping, mappings, streams
from constructs_lib.policy.updates.change import Change, Comparison, Loss, UpdateRule

UPDATE_RULES: tuple[UpdateRule, ...] = (*streams.RULES, *keeping.RULES, *delivery.RULES, *mappings.RULES)
STACK = "stack"
"""One name for both templates, so that a condition or parameter of both falls the same way in both."""


def compare_templates(old: Iterable[Resource], new: Iterable[Resource]) -> tuple[list[Finding], list[UndecidedFinding]]:
    """Find what an update replaces, drops or cannot do.

    Resources are the same when logical id and type are the same. Conditions and parameters fall the same way before and
    after; a parameter keeps its value, so another default changes nothing.

    Args:
        old: the resources as they are deployed.
        new: those of the new template.

    Returns:
        The findings, and what could not be decided.
    """
    before, after = Graph(of_one_stack(old)), Graph(of_one_stack(new))
    findings: list[Finding] = []
    undecided: list[UndecidedFinding] = []
    for resource in before.resources:
        for rule in UPDATE_RULES:
            if resource.type in rule.resources:
                found, unclear = look(rule, resource, before, after)
                findings += found
                undecided += unclear
    return findings, undecided


def of_one_stack(resources: Iterable[Resource]) -> Iterator[Resource]:
    """Give the templates of both sides one name."""
    renamed: dict[int, Template] = {}
    for resource in resources:
        template = renamed.setdefault(id(resource.template), replace(resource.template, name=STACK))
        yield replace(resource, template=template, read=partial(properties_of, resource))


def properties_of(resource: Resource) -> Mapping[str, Node]:
    """Give what was read; a reader gives it only once."""
    return resource.properties


def look(
    rule: UpdateRule, resource: Resource, before: Graph, after: Graph
) -> tuple[list[Finding], list[UndecidedFinding]]:
    """Apply one rule to one resource, under every scenario that it can tell apart."""
    found: dict[tuple[str, str | None, str], list[tuple[Scenario, Finding]]] = {}
    undecided: dict[tuple[str | None, str], UndecidedFinding] = {}
    scenarios = 0
    try:
        for scenario, (losses, gap) in explore(lambda scenario: attempt(rule, resource, before, after, scenario)):
            scenarios += 1
            for finding in losses:
                found.setdefault((finding.resource, finding.property, finding.message), []).append((scenario, finding))
            if gap is not None:
                undecided.setdefault((gap.property, gap.reason), gap)
    except TooManyScenarios:
        gap = undecided_of(rule, CannotDecide(View(before, Scenario()).of(resource)["Name"], "too many conditions"))
        undecided[gap.property, gap.reason] = gap
    return [under_condition(entries, scenarios) for entries in found.values()], list(undecided.values())


def attempt(
    rule: UpdateRule, resource: Resource, before: Graph, after: Graph, scenario: Scenario
) -> tuple[list[Finding], UndecidedFinding | None]:
    """Apply one rule under one scenario, and keep what it said before it met a value that is not known."""
    comparison = Comparison(View(before, scenario), View(after, scenario))
    findings: list[Finding] = []
    if not comparison.before.includes(resource):
        return findings, None
    change = comparison.of(comparison.before.of(resource))
    try:
        findings.extend(finding_of(rule, loss, change) for loss in rule.check(change))
    except CannotDecide as gap:
        return findings, undecided_of(rule, gap)
    return findings, None


def finding_of(rule: UpdateRule, loss: Loss, change: Change) -> Finding:
    """Make a finding of what a change costs."""
    resource = loss.value.owner.resource
    position = resource.position(loss.value.path)
    path = property_path(loss.value)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=loss.severity or rule.severity,
        message=loss.message,
        file=position.file,
        line=position.line,
        column=position.column,
        resource=resource.id,
        resource_type=resource.type,
        construct_path=resource.construct_path,
        property=path if change.new is not None else None,
        argument=argument_of(resource, path),
        given=loss.given,
        allowed=rule.allowed,
        why=rule.why,
        fix=rule.fix,
        source=rule.source,
    )
