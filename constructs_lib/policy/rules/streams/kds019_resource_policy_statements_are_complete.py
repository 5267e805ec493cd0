"""What every statement of a resource policy has."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY, statements
from constructs_lib.policy.rule import Violation, rule

EFFECTS = ("Allow", "Deny")


@rule(
    id="KDS019",
    name="resource-policy-statements-are-complete",
    title="every statement of a resource policy has an Effect and a Resource",
    severity=Severity.ERROR,
    resources=(RESOURCE_POLICY,),
    why="the service refuses a malformed policy, and the deployment fails",
    fix="set Effect to Allow or Deny, and repeat ResourceArn in Resource",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html (read 2026-11-21)",
    bad=example().replace("Effect: Allow", "Effect: allow"),
    good=example(),
)
def resource_policy_statements_are_complete(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    for statement in statements(policy):
        if statement.undecided:
            continue
        effect = statement["Effect"]
        if effect.absent or effect.text not in EFFECTS:
            yield Violation(effect, message="a statement has no valid effect", allowed=" or ".join(EFFECTS))
        if statement["Resource"].absent:
            yield Violation(
                statement["Resource"], message="a statement names no resource", allowed="the same as ResourceArn"
            )
