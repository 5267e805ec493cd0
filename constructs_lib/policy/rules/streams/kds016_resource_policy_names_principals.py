"""Whom a resource policy speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY, statements
from constructs_lib.policy.rule import Violation, rule

ANYONE = "*"


@rule(
    id="KDS016",
    name="resource-policy-names-principals",
    title="every statement of a resource policy names its principals",
    severity=Severity.ERROR,
    resources=(RESOURCE_POLICY,),
    why="the service refuses a statement without Principal, and one with NotPrincipal",
    fix="name the accounts, roles or services in Principal",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-kinesis-resource-policy-principal, "
    "2026-09-06",
    bad=example(principal='NotPrincipal: {AWS: "111122223333"}'),
    good=example(),
)
def resource_policy_names_principals(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    for statement in statements(policy):
        other = statement["NotPrincipal"]
        if other.exists:
            yield Violation(
                other, message="a statement has NotPrincipal", given="NotPrincipal", allowed="Principal, with names"
            )
            continue
        principal = statement["Principal"]
        if isinstance(principal.node, str) and principal.node != ANYONE:
            yield Violation(
                principal,
                message="a principal has no kind",
                allowed='a block such as {AWS: "111122223333"}, or "*"',
            )
        elif not statement.undecided and principal.absent:
            yield Violation(principal, message="a statement names no principal", allowed="accounts, roles or services")
