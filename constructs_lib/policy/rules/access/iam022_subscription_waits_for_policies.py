"""Separate policies that come before the log subscription that needs them."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import role, template
from constructs_lib.policy.examples.producers import FILTER, PUT, STREAM
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.needs import racing_policies
from constructs_lib.policy.reading.writers import WRITERS, writes_of
from constructs_lib.policy.rule import Violation, rule

CHECKED = tuple(name for name, writers in WRITERS.items() if any(writer.checked for writer in writers))
LOGS = "logs.amazonaws.com"
POLICY = f"""
Writing:
  Type: AWS::IAM::Policy
  Properties:
    PolicyName: writing
    Roles: [!Ref Role]
    PolicyDocument: {{Statement: [{PUT}]}}
"""


@rule(
    id="IAM022",
    name="subscription-waits-for-policies",
    title="a log subscription is made after the separate policies that let it write",
    severity=Severity.ERROR,
    resources=CHECKED,
    why="CloudFormation makes both at once; CloudWatch Logs sends its test message too early and refuses",
    fix="add the policy to DependsOn of the subscription, or write it into the role",
    source="https://github.com/alertlogic/cloudwatch-logs-s3-export/issues/9: could not deliver test message (read "
    "2026-11-17)",
    bad=template(STREAM, role("Role", service=LOGS), POLICY, FILTER),
    good=template(STREAM, role("Role", service=LOGS), POLICY, FILTER + "  DependsOn: Writing\n"),
)
def subscription_waits_for_policies(resource: ResourceView) -> Iterator[Violation]:
    """Check one resource that CloudWatch Logs tries while it is made."""
    for need in (need for write in writes_of(resource) for need in write.needs()):
        for policy in racing_policies(resource, need):
            yield Violation(
                resource["DependsOn"],
                message=f"the resource does not wait for {policy.id}, which allows {need.action}",
                given=f"no order between this resource and {policy.id}",
                allowed=f"DependsOn: {policy.id}, directly or through anything in between",
            )
