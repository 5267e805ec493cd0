"""Permission to read the MSK source of a delivery stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import OF_TOPIC, topic_needs
from constructs_lib.policy.reading.needs import missing
from constructs_lib.policy.rule import Violation, rule

READ = f"{{Effect: Allow, Action: {[actions[0] for actions in OF_TOPIC]}, Resource: '*'}}"
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    DeliveryStreamType: MSKAsSource
    MSKSourceConfiguration:
      MSKClusterARN: arn:aws:kafka:us-east-1:111122223333:cluster/shop/1
      TopicName: orders
      AuthenticationConfiguration: {Connectivity: PRIVATE, RoleARN: !GetAtt Role.Arn}
    ExtendedS3DestinationConfiguration: {BucketARN: !GetAtt Bucket.Arn, RoleARN: !GetAtt Role.Arn}
"""


@rule(
    id="IAM039",
    name="source-role-reads-topic",
    title="the role of an MSK source may connect to the cluster and read the topic",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="Firehose finds the brokers and reads the topic with the role; without it nothing is delivered",
    fix="allow kafka:GetBootstrapBrokers, kafka:DescribeClusterV2, kafka-cluster:Connect, DescribeTopic and ReadData",
    source="https://docs.aws.amazon.com/firehose/latest/dev/writing-with-msk.html (read 2026-11-21); the single "
    "actions are assumed",
    bad=template(BUCKET, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, role("Role", OBJECTS, READ), DELIVERY),
)
def source_role_reads_topic(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream with an MSK source."""
    needs = missing(topic_needs(stream))
    if needs:
        yield Violation(
            needs[0].role,
            message=f"the role is not allowed {', '.join(need.action for need in needs)}",
            allowed=", ".join(actions[0] for actions in OF_TOPIC),
        )
