"""What an endpoint of AWS DMS needs to write into a stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DMS, REPLICATE, REPLICATED, STREAM, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.replication import ENDPOINT, is_kinesis
from constructs_lib.policy.rule import Violation, rule

WRITER = role("Role", REPLICATE, service=DMS)
NEEDED = {"StreamArn": "the ARN of the stream", "ServiceAccessRoleArn": "a role that trusts dms.amazonaws.com"}


@rule(
    id="PRD026",
    name="replication-settings",
    title="an endpoint of AWS DMS for a stream names the stream and a role",
    severity=Severity.WARNING,
    resources=(ENDPOINT,),
    why="both are optional in the schema, and without them the test of the connection fails and nothing is replicated",
    fix="give KinesisSettings with StreamArn and ServiceAccessRoleArn",
    source="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kinesis.html (read 2026-11-21)",
    bad=template(STREAM, WRITER, REPLICATED.replace(", ServiceAccessRoleArn: !GetAtt Role.Arn", "")),
    good=template(STREAM, WRITER, REPLICATED),
)
def replication_settings(endpoint: ResourceView) -> Iterator[Violation]:
    """Check one endpoint; what it may have in `ExtraConnectionAttributes` is not read."""
    if not is_kinesis(endpoint) or endpoint["ExtraConnectionAttributes"].exists:
        return
    for name, allowed in NEEDED.items():
        setting = endpoint[f"KinesisSettings.{name}"]
        if setting.absent:
            yield Violation(setting, message=f"the endpoint of a stream has no {name}", allowed=allowed)
