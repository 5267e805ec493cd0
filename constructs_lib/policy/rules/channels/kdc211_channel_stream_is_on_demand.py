"""The capacity mode of a channel's stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, sources_of
from constructs_lib.policy.reading.streams import is_provisioned
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KDC211",
    name="channel-stream-is-on-demand",
    title="a channel reads an on-demand stream",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses a channel on a provisioned stream, and the deployment fails",
    fix="set StreamMode of the stream to ON_DEMAND, or deliver with Firehose",
    source=limit("kinesis-channel-stream-must-be-ondemand").read,
    bad=example(stream="{ShardCount: 2}"),
    good=example(),
)
def channel_stream_is_on_demand(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    for arn, stream in sources_of(channel):
        if is_provisioned(stream):
            yield Violation(
                arn,
                message=f"a channel reads {stream.id}, which is a provisioned stream",
                given="a provisioned stream",
                allowed="an on-demand stream",
            )
