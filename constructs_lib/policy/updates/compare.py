"""Compare a deployed template with the one that is to replace it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constructs_lib.graph import CannotDecide, Graph, Resource, Scenario, View
from constructs_lib.policy.engine import argument_of, property_path, undecided_of
from constructs_lib.policy.finding import Finding, UndecidedFinding
from constructs_lib.policy.updates import delivery, streams
from constructs_lib.policy.updates.change import Change, Loss, UpdateRule

RULES: tuple[UpdateRule, ...] = (*streams.RULES, *delivery.RULES)


def compare_templates(old: Iterable[Resource], new: Iterable[Resource]) -> tuple[list[Finding], list[UndecidedFinding]]:
    """Find what an update replaces, drops or cannot do.

    Resources are the same when logical id and type are the same. Both templates are seen as their defaults make them.

    Args:
        old: the resources as they are deployed.
        new: those of the new template.

    Returns:
        The findings, and what could not be decided.
    """
    before, after = View(Graph(old), Scenario()), View(Graph(new), Scenario())
    findings: list[Finding] = []
    undecided: list[UndecidedFinding] = []
    for change in changes(before, after):
        for rule in RULES:
            if change.old.type not in rule.resources:
                continue
            try:
                findings += [finding_of(rule, loss, change) for loss in rule.check(change)]
            except CannotDecide as gap:
                undecided.append(undecided_of(rule, gap))
    return findings, undecided


def changes(before: View, after: View) -> Iterator[Change]:
    """Pair the resources of both templates."""
    found = {(resource.id, resource.type): resource for resource in after.graph.resources if after.includes(resource)}
    for resource in before.graph.resources:
        if before.includes(resource):
            other = found.get((resource.id, resource.type))
            yield Change(before.of(resource), None if other is None else after.of(other))


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
