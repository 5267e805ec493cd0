"""The protocol of a subscription against what its endpoint is."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DIRECT, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import writes_of
from constructs_lib.policy.rule import Violation, rule

SUBSCRIPTION = """
Subscription:
  Type: AWS::SNS::Subscription
  Properties:
    TopicArn: arn:aws:sns:us-east-1:111122223333:orders
    Protocol: sqs
    Endpoint: !GetAtt Delivery.Arn
    SubscriptionRoleArn: arn:aws:iam::111122223333:role/sns
"""


@rule(
    id="PRD014",
    name="topic-protocol-matches-endpoint",
    title="subscriptions of delivery streams have the protocol firehose",
    severity=Severity.ERROR,
    resources=("AWS::SNS::Subscription",),
    why="SNS refuses the subscription: the endpoint does not fit the protocol",
    fix="set Protocol to firehose, with a SubscriptionRoleArn",
    source="botocore 1.44.5 sns Subscribe Protocol; refused in https://github.com/badmintoncryer/cdk-preflight: "
    "pf-sns-subscription-endpoint, 2026-09-05",
    bad=template(DIRECT, SUBSCRIPTION),
    good=template(DIRECT, SUBSCRIPTION.replace("Protocol: sqs", "Protocol: firehose")),
)
def topic_protocol_matches_endpoint(subscription: ResourceView) -> Iterator[Violation]:
    """Check one subscription whose endpoint is a delivery stream."""
    for write in writes_of(subscription):
        protocol = subscription["Protocol"]
        if write.kind == "firehose" and protocol.text != "firehose":
            yield Violation(
                protocol,
                message="the endpoint is a delivery stream, so the protocol must be firehose",
                allowed="firehose",
            )
