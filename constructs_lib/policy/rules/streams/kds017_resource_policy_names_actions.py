"""What a resource policy allows."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY, statements
from constructs_lib.policy.rule import Violation, rule

PREFIX = "kinesis:"


@rule(
    id="KDS017",
    name="resource-policy-names-actions",
    title="a resource policy names actions of Kinesis, one by one",
    severity=Severity.ERROR,
    resources=(RESOURCE_POLICY,),
    why="the service refuses wildcards and the actions of other services in a resource policy",
    fix="name each action, such as kinesis:GetRecords",
    source="refusal by PutResourcePolicy as badmintoncryer/cdk-preflight quotes it, 2026",
    bad=example(action='"kinesis:*"'),
    good=example(),
)
def resource_policy_names_actions(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    for statement in statements(policy):
        for action in statement["Action"].items:
            text = action.text or ""
            if "*" in text or not text.lower().startswith(PREFIX):
                yield Violation(
                    action,
                    message=f"a statement of a resource policy names {text}",
                    allowed="single actions of Kinesis, such as kinesis:PutRecord",
                )
