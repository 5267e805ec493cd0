"""How a log subscription spreads events over shards."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DIRECT, FILTER, STREAM, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import writes_of
from constructs_lib.policy.rule import Violation, rule

SPREAD = FILTER + "    Distribution: Random\n"


@rule(
    id="PRD015",
    name="distribution-for-streams",
    title="log subscriptions set Distribution only for data streams",
    severity=Severity.INFO,
    resources=("AWS::Logs::SubscriptionFilter",),
    why="the setting chooses the partition key of a data stream; a delivery stream has none",
    fix="take Distribution out",
    source="botocore 1.44.5 logs PutSubscriptionFilter distribution (read 2026-11-21)",
    bad=template(DIRECT, SPREAD.replace("Orders", "Delivery").replace("    RoleArn: !GetAtt Role.Arn\n", "")),
    good=template(STREAM, SPREAD.replace("    RoleArn: !GetAtt Role.Arn\n", "")),
)
def distribution_for_streams(subscription: ResourceView) -> Iterator[Violation]:
    """Check one log subscription."""
    distribution = subscription["Distribution"]
    if distribution.exists and any(write.kind == "firehose" for write in writes_of(subscription)):
        yield Violation(
            distribution, message="the destination is a delivery stream, which has no shards", allowed="nothing"
        )
