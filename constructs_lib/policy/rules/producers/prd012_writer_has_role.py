"""Roles that a service demands for its stream targets although the schema does not."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import EVENTS, PUT, RULE, STREAM, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import WRITERS, writes_of
from constructs_lib.policy.rule import Violation, rule

DEMANDING = tuple(name for name, writers in WRITERS.items() if any(writer.needs_role for writer in writers))


@rule(
    id="PRD012",
    name="writer-has-role",
    title="rules, log subscriptions and topics that write into streams have a role",
    severity=Severity.ERROR,
    resources=DEMANDING,
    why="streams have no permission for services, so the service refuses the target: a role is required",
    fix="give a role that the service can assume and that may put records",
    source="botocore 1.44.5 events PutTargets, sns Subscribe SubscriptionRoleArn; refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-logs-subscription-kinesis-role, 2026-09-02",
    bad=template(STREAM, RULE.replace(", RoleArn: !GetAtt Role.Arn", "")),
    good=template(STREAM, role("Role", PUT, service=EVENTS), RULE),
)
def writer_has_role(resource: ResourceView) -> Iterator[Violation]:
    """Check what one resource writes."""
    for write in writes_of(resource):
        if write.writer.needs_role and write.role.absent and write.kind in write.writer.takes:
            yield Violation(
                write.role,
                message="the target is a stream, and there is no role to write with",
                allowed=f"a role that trusts {write.writer.service}",
            )
