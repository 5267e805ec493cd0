"""How a channel names its stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arn_kinds import STREAM, arn_fault
from constructs_lib.policy.reading.channels import CHANNEL, STREAMS
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KDC217",
    name="channel-stream-is-arn",
    title="a channel names its stream by ARN",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses a name, or the ARN of something else, and the deployment fails",
    fix="use Fn::GetAtt with Arn of the stream",
    source=limit("kinesis-channel-stream-must-be-ondemand").read,
    bad=example().replace("!GetAtt Orders.Arn", "!Ref Orders"),
    good=example(),
)
def channel_stream_is_arn(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel."""
    for arn in channel.each(f"{STREAMS}[].StreamARN"):
        fault = arn_fault(arn, STREAM)
        if fault is not None:
            yield Violation(arn, message=fault, allowed=STREAM.label)
