"""The channels of one stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.channels import example
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.channels import CHANNEL, DESTINATIONS, STREAMS, sources_of
from constructs_lib.policy.reading.referrers import place, referrers
from constructs_lib.policy.rule import Violation, rule

SECOND = """  Copy:
    Type: AWS::Kinesis::Channel
    Properties:
      ChannelName: copy
      ServiceExecutionRoleARN: arn:aws:iam::111122223333:role/channel
      StreamConfigurationList:
        - StreamARN: !GetAtt Orders.Arn
          RecordConfiguration: {RecordFormatType: JSON}
      S3DestinationConfiguration:
        StorageConfiguration:
          {BucketARN: 'arn:aws:s3:::copy', ExpectedBucketOwner: '111122223333', CompressionType: GZIP}
"""


@rule(
    id="KDC215",
    name="channels-of-stream",
    title="a stream has one channel for each kind of destination",
    severity=Severity.ERROR,
    resources=(CHANNEL,),
    why="the service refuses a second channel of the same kind, and the deployment fails",
    fix="deliver to one bucket and copy from there, or use a delivery stream for the second",
    source=limit("kinesis-channel-per-stream-quota").read,
    bad=example() + SECOND,
    good=example(),
)
def channels_of_stream(channel: ResourceView) -> Iterator[Violation]:
    """Check one channel: those after the first of a kind, in the template's order, are found."""
    for arn, stream in sources_of(channel):
        for kind in DESTINATIONS:
            if channel[kind].absent:
                continue
            others = (other for other in referrers(stream, CHANNEL, STREAMS) if other[kind].exists)
            same = sorted((o for o in others if any(stream.same(s) for _, s in sources_of(o))), key=place)
            if same and not same[0].same(channel):
                yield Violation(
                    arn,
                    message=f"{same[0].id} already delivers {stream.id} to a destination of this kind",
                    given=f"a second channel with {kind}",
                    allowed="one channel for each kind of destination",
                )
