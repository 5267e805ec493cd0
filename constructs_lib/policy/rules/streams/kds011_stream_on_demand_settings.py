"""Settings that only on-demand streams have."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.streams import is_provisioned
from constructs_lib.policy.rule import Violation, rule

AUTO = "AUTO"


@rule(
    id="KDS011",
    name="stream-on-demand-settings",
    title="warm throughput and record distribution are settings of an on-demand stream",
    severity=Severity.ERROR,
    resources=(STREAM,),
    why="the service refuses the stream, and the deployment fails",
    fix="set StreamMode to ON_DEMAND and leave ShardCount out, or leave the setting out",
    source=f"{limit('kinesis-stream-warm-throughput-needs-ondemand').read}; "
    f"{limit('kinesis-stream-record-distribution-auto-needs-ondemand').read}",
    bad="""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 2, RecordDistributionStrategy: AUTO}
""",
    good="""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      StreamModeDetails: {StreamMode: ON_DEMAND}
      RecordDistributionStrategy: AUTO
""",
)
def stream_on_demand_settings(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream."""
    warm, strategy = stream["WarmThroughputMiBps"], stream["RecordDistributionStrategy"]
    if (warm.absent and strategy.absent) or not is_provisioned(stream):
        return
    if warm.exists:
        yield Violation(
            warm, message="a provisioned stream has warm throughput", allowed="no WarmThroughputMiBps, or ON_DEMAND"
        )
    if strategy.exists:
        yield Violation(
            strategy,
            message="a provisioned stream has a record distribution strategy",
            allowed="no RecordDistributionStrategy, or ON_DEMAND",
            severity=Severity.ERROR if strategy.text == AUTO else Severity.WARNING,
        )
