"""The resource that a resource policy speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY, statements
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KDS015",
    name="resource-policy-speaks-of-its-resource",
    title="the statements of a resource policy name the resource that it is attached to",
    severity=Severity.ERROR,
    resources=(RESOURCE_POLICY,),
    why="the service refuses the policy: its resource must be the same as the resource ARN",
    fix="repeat ResourceArn in the Resource of every statement, without a wildcard",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-kinesis-resource-policy-resource, "
    "2026-09-06",
    bad=example(resource='"*"'),
    good=example(),
)
def resource_policy_speaks_of_its_resource(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    arn = policy["ResourceArn"]
    for statement in statements(policy):
        for resource in statement["Resource"].items:
            if differs(resource, arn):
                yield Violation(
                    resource,
                    message="a statement speaks of another resource than its policy is attached to",
                    allowed="the same as ResourceArn",
                )


def differs(resource: Value, arn: Value) -> bool:
    """Tell whether two ARNs are certainly not the same."""
    if resource.undecided or arn.undecided:
        if resource.reference is not None and arn.reference is not None:
            return resource.target is not None and not resource.target.same(arn.target)
        return not resource.undecided and (resource.text or "").endswith("*")
    return resource.text != arn.text
