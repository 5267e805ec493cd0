"""Topics that cannot deliver to streams."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DIRECT, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import kind_of
from constructs_lib.policy.rule import Violation, rule

TOPIC = "Topic: {Type: AWS::SNS::Topic}"
SUBSCRIPTION = """
Subscription:
  Type: AWS::SNS::Subscription
  Properties:
    TopicArn: !Ref Topic
    Protocol: firehose
    Endpoint: !GetAtt Delivery.Arn
    SubscriptionRoleArn: arn:aws:iam::111122223333:role/sns
"""


@rule(
    id="PRD020",
    name="topic-delivers-to-streams",
    title="a delivery stream subscribes to a standard topic",
    severity=Severity.ERROR,
    resources=("AWS::SNS::Subscription",),
    why="a FIFO topic delivers to queues alone, so SNS refuses the protocol",
    fix="subscribe to a standard topic, or subscribe a queue to this one",
    source="https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html (read 2026-11-21); refused in "
    "https://github.com/badmintoncryer/cdk-preflight: pf-sns-fifo-topic-protocol, 2026-09-05",
    bad=template(TOPIC.replace("Topic}", "Topic, Properties: {FifoTopic: true}}"), DIRECT, SUBSCRIPTION),
    good=template(TOPIC, DIRECT, SUBSCRIPTION),
)
def topic_delivers_to_streams(subscription: ResourceView) -> Iterator[Violation]:
    """Check one subscription of a delivery stream."""
    arn = subscription["TopicArn"]
    if kind_of(subscription["Endpoint"]) != "firehose" or arn.reference is None:
        return
    topic = arn.target
    if topic is not None and topic.type == "AWS::SNS::Topic" and topic["FifoTopic"].flag is True:
        yield Violation(arn, message=f"{topic.id} is a FIFO topic", given="a FIFO topic", allowed="a standard topic")
