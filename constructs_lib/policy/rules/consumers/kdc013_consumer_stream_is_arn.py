"""The stream of a consumer is an ARN."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import CONSUMER, STREAM
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
  Reader:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {{ConsumerName: reader, StreamARN: {stream}}}
"""


@rule(
    id="KDC013",
    name="consumer-stream-is-arn",
    title="a stream consumer names its stream by ARN",
    severity=Severity.ERROR,
    resources=(CONSUMER,),
    why="Ref of a stream is its name, and a consumer's ARN is no stream's: the service refuses the consumer",
    fix="use Fn::GetAtt with Arn of the stream",
    source=limit("kinesis-consumer-stream-arn-pattern").read,
    bad=EXAMPLE.format(stream="!Ref Orders"),
    good=EXAMPLE.format(stream="!GetAtt Orders.Arn"),
)
def consumer_stream_is_arn(consumer: ResourceView) -> Iterator[Violation]:
    """Check one consumer."""
    stream = consumer["StreamARN"]
    if stream.reference is None:
        return
    target, attribute = stream.target, stream.reference.attribute
    wrong_part = target is not None and target.type == STREAM and attribute != "Arn"
    wrong_type = target is not None and target.type == CONSUMER and attribute != "StreamARN"
    if target is not None and (wrong_part or wrong_type):
        yield Violation(
            stream,
            message=f"the stream of a consumer is {attribute or 'the Ref'} of {target.id}, which is no stream's ARN",
            allowed="the ARN of a stream",
        )
