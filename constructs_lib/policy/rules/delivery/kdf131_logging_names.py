"""Where an enabled log is written to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, s3_blocks
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

NAMES = ("LogGroupName", "LogStreamName")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        CloudWatchLoggingOptions: {{Enabled: true, LogGroupName: orders{stream}}}
"""


@rule(
    id="KDF131",
    name="logging-names",
    title="enabled logging names its log group and log stream",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: enabled logging has to name both",
    fix="set LogGroupName and LogStreamName",
    source=limit("firehose-logging-names-required").read,
    bad=EXAMPLE.format(stream=""),
    good=EXAMPLE.format(stream=", LogStreamName: delivery"),
)
def logging_names(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    blocks = {block.path: block for block in (*destinations(stream), *s3_blocks(stream))}
    yield from together(check(block["CloudWatchLoggingOptions"]) for block in blocks.values())


def check(logging: Value) -> Iterator[Violation]:
    """Check one block of logging options."""
    missing = [name for name in NAMES if logging[name].absent]
    if logging.exists and missing and logging["Enabled"].flag:
        yield Violation(
            logging,
            message=f"logging is enabled without {' and '.join(missing)}",
            given=f"no {' and no '.join(missing)}",
            allowed=" and ".join(NAMES),
        )
