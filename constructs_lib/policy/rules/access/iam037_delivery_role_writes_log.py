"""Permission to write the error log of a delivery stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import log_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

GROUP = "Group: {Type: AWS::Logs::LogGroup}"
WRITE = "{Effect: Allow, Action: 'logs:PutLogEvents', Resource: !GetAtt Group.Arn}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    ExtendedS3DestinationConfiguration:
      BucketARN: !GetAtt Bucket.Arn
      RoleARN: !GetAtt Role.Arn
      CloudWatchLoggingOptions: {Enabled: true, LogGroupName: !Ref Group, LogStreamName: delivery}
"""


@rule(
    id="IAM037",
    name="delivery-role-writes-log",
    title="delivery roles may write the error log",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and the log stays empty: what fails cannot be seen",
    fix="allow logs:PutLogEvents on the log group's streams: the group's ARN with :* or :log-stream:* at its end",
    source="https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (read 2026-11-21)",
    bad=template(BUCKET, GROUP, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, GROUP, role("Role", OBJECTS, WRITE), DELIVERY),
)
def delivery_role_writes_log(stream: ResourceView) -> Iterator[Violation]:
    """Check the logs of one delivery stream."""
    for need in unmet(log_needs(stream)):
        yield Violation(
            need.role,
            message="the role is not allowed to write into the log group of the error log",
            allowed="logs:PutLogEvents on the streams of the log group",
        )
