"""What a resource policy is attached to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.referrers import place, referrers
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KDS018",
    name="resource-policy-arn",
    title="a resource policy is attached by ARN, and a resource has one",
    severity=Severity.ERROR,
    resources=(RESOURCE_POLICY,),
    why="Ref of a stream is its name, which CloudFormation refuses here; a second policy replaces the first",
    fix="use Fn::GetAtt with Arn, and put all statements into one policy",
    source=limit("kinesis-resource-policy-arn-pattern").read,
    bad=example().replace("ResourceArn: !GetAtt Orders.Arn", "ResourceArn: !Ref Orders"),
    good=example(),
)
def resource_policy_arn(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    arn = policy["ResourceArn"]
    if arn.reference is None:
        return
    target = arn.target
    if target is not None and target.type == STREAM and arn.reference.attribute is None:
        yield Violation(
            arn,
            message=f"a resource policy is attached to the name of {target.id}",
            allowed=f"the ARN of {target.id}",
        )
        return
    others = () if target is None else referrers(target, RESOURCE_POLICY, "ResourceArn")
    same = sorted((other for other in others if other["ResourceArn"].reference == arn.reference), key=place)
    if same and not same[0].same(policy):
        yield Violation(
            arn,
            message=f"{same[0].id} is already the policy of this resource",
            allowed="one policy for each resource",
            severity=Severity.WARNING,
        )
