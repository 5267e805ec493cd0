"""Separate policies that come before the delivery stream that needs them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    BUCKET,
    OBJECTS,
    READ_SOURCE,
    READING_DELIVERY,
    SOURCE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import (
    conversion_needs,
    describe_needs,
    source_needs,
)
from constructs_lib.policy.reading.needs import racing_policies
from constructs_lib.policy.rule import Violation, rule

POLICY = f"""
Reading:
  Type: AWS::IAM::Policy
  Properties:
    PolicyName: reading
    Roles: [!Ref Role]
    PolicyDocument: {{Statement: [{READ_SOURCE}]}}
"""
WAITING = READING_DELIVERY.replace("  Properties:", "  DependsOn: Reading\n  Properties:")


@rule(
    id="IAM020",
    name="delivery-waits-for-policies",
    title="a delivery stream is made after the separate policies that it needs while it is made",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="CloudFormation makes both at once; the service tries the role too early and refuses the delivery stream",
    fix="add the policy to DependsOn of the delivery stream, or write it into the role",
    source="https://github.com/aws/aws-cdk/issues/5221 and https://github.com/aws/aws-cdk/issues/7236: not "
    "authorized to perform kinesis:DescribeStream (read 2026-11-21)",
    bad=template(BUCKET, SOURCE, role("Role", OBJECTS), POLICY, READING_DELIVERY),
    good=template(BUCKET, SOURCE, role("Role", OBJECTS), POLICY, WAITING),
)
def delivery_waits_for_policies(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream against the policies that its roles get from elsewhere."""
    needs = chain(source_needs(stream), conversion_needs(stream), describe_needs(stream))
    late = {policy.id: need for need in needs if need.checked for policy in racing_policies(stream, need)}
    for name, need in late.items():
        yield Violation(
            stream["DependsOn"],
            message=f"the delivery stream does not wait for {name}, which allows {need.action}",
            given=f"no order between this resource and {name}",
            allowed=f"DependsOn: {name}, directly or through anything in between",
        )
