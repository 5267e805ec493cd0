"""What a resource policy allows."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.resource_policies import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import CONSUMER, STREAM
from constructs_lib.policy.reading.resource_policies import RESOURCE_POLICY, statements
from constructs_lib.policy.rule import Violation, rule

PREFIX = "kinesis:"
OF_CONSUMERS = {"kinesis:describestreamconsumer", "kinesis:subscribetoshard"}
OF_STREAMS = {
    "kinesis:describestream",
    "kinesis:describestreamsummary",
    "kinesis:getrecords",
    "kinesis:getsharditerator",
    "kinesis:listshards",
    "kinesis:putrecord",
    "kinesis:putrecords",
}


@rule(
    id="KDS017",
    name="resource-policy-names-actions",
    title="a resource policy names actions of its stream or its consumer, one by one",
    severity=Severity.ERROR,
    resources=(RESOURCE_POLICY,),
    why="the service refuses wildcards and the actions of other services in a resource policy",
    fix="name each action: kinesis:GetRecords and its like on a stream, kinesis:SubscribeToShard on a consumer",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-kinesis-resource-policy-action, 2026-09-06",
    bad=example(action='"kinesis:*"'),
    good=example(),
)
def resource_policy_names_actions(policy: ResourceView) -> Iterator[Violation]:
    """Check one resource policy."""
    elsewhere = actions_elsewhere(policy["ResourceArn"])
    for statement in statements(policy):
        if statement["Action"].absent and not statement.undecided:
            yield Violation(
                statement["Action"], message="a statement names no action", allowed="single actions of Kinesis"
            )
        for action in statement["Action"].items:
            text = action.text or ""
            if text.lower() in elsewhere:
                yield Violation(
                    action,
                    message=f"{text} is no action on what this policy is attached to",
                    allowed="actions on a stream in its policy, actions on a consumer in the consumer's",
                    why="the statement gives nothing: the call needs the policy of the other resource",
                    severity=Severity.WARNING,
                )
            if "*" in text or not text.lower().startswith(PREFIX):
                yield Violation(
                    action,
                    message=f"a statement of a resource policy names {text}",
                    allowed="single actions of Kinesis, such as kinesis:PutRecord",
                )


def actions_elsewhere(arn: Value) -> set[str]:
    """The actions that work on the other kind of resource than a policy is attached to, as far as that is known."""
    if arn.undecided:
        target = arn.target if arn.reference is not None else None
        kind = None if target is None else target.type
        return {STREAM: OF_CONSUMERS, CONSUMER: OF_STREAMS}.get(str(kind), set())
    return OF_STREAMS if "/consumer/" in (arn.text or "") else OF_CONSUMERS
