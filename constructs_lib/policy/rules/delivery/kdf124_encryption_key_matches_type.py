"""The key of server-side encryption against its type."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamEncryptionConfigurationInput: {{KeyType: CUSTOMER_MANAGED_CMK{key}}}
"""


@rule(
    id="KDF124",
    name="encryption-key-matches-type",
    title="a customer managed key is named, and a key that AWS owns is not",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="set KeyARN together with CUSTOMER_MANAGED_CMK, and only then",
    source=limit("firehose-sse-key-arn-required").read,
    bad=EXAMPLE.format(key=""),
    good=EXAMPLE.format(key=', KeyARN: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"'),
)
def encryption_key_matches_type(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    encryption = stream["DeliveryStreamEncryptionConfigurationInput"]
    key = encryption["KeyARN"]
    if encryption["KeyType"].text == "CUSTOMER_MANAGED_CMK" and key.absent:
        yield Violation(key, message="the key is customer managed, but no key is named", allowed="the ARN of the key")
    if encryption["KeyType"].text == "AWS_OWNED_CMK" and key.exists:
        yield Violation(key, message="AWS owns the key, but a key is named", allowed="no KeyARN")
