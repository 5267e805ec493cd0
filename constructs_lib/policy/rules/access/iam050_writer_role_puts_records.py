"""Permission of the services that write into streams and delivery streams."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.policy.examples.access import role, template
from constructs_lib.policy.examples.producers import EVENTS, PUT, RULE, STREAM
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.reading.writers import WRITER_TYPES, writes_of
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="IAM050",
    name="writer-role-puts-records",
    title="the role of a service that writes into a stream or delivery stream may put records",
    severity=Severity.WARNING,
    resources=WRITER_TYPES,
    why="the resource deploys, and everything it should write is lost",
    fix="allow PutRecord and PutRecords, or PutRecordBatch for a delivery stream, on the target's ARN",
    source="botocore 1.44.5 events PutTargets; "
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html (read 2026-11-21)",
    bad=template(STREAM, role("Role", service=EVENTS), RULE),
    good=template(STREAM, role("Role", PUT, service=EVENTS), RULE),
)
def writer_role_puts_records(resource: ResourceView) -> Iterator[Violation]:
    """Check what one resource writes; CloudWatch Logs tries it at once and refuses."""
    gap: CannotDecide | None = None
    for write in writes_of(resource):
        try:
            needs = missing(write.needs())
        except CannotDecide as unknown:
            gap = gap or unknown
            continue
        if needs:
            actions = " and ".join(" or ".join(need.actions) for need in needs)
            yield Violation(
                write.role,
                message=f"the role is not allowed {actions} on the target",
                allowed=actions,
                severity=Severity.ERROR if write.writer.checked else None,
                why="CloudWatch Logs sends a test message and refuses the resource" if write.writer.checked else None,
            )
    if gap is not None:
        raise gap
