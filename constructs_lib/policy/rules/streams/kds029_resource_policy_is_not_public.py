"""Resource policies that let everyone in."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY, statements
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KDS029",
    name="resource-policy-is-not-public",
    title="a resource policy that names everyone has a condition",
    severity=Severity.WARNING,
    resources=(RESOURCE_POLICY,),
    why="any account of the world may use the stream",
    fix="name accounts or roles, or add a condition such as aws:PrincipalOrgID",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html: * is everyone (read "
    "2026-11-21)",
    bad=example(principal="Principal: '*'"),
    good=example(),
)
def resource_policy_is_not_public(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    for statement in statements(policy):
        if statement.undecided or statement["Effect"].text != "Allow" or statement["Condition"].exists:
            continue
        principal = statement["Principal"]
        people = principal["AWS"] if principal.is_object else principal
        if any(is_everyone(person) for person in people.items):
            yield Violation(principal, message="a statement lets everyone in", given="*", allowed="accounts or roles")


def is_everyone(person: Value) -> bool:
    """Tell whether a principal stands for everyone."""
    return not person.undecided and not person.is_object and person.text == "*"
