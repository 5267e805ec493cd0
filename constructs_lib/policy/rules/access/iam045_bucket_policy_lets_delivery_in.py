"""What the policy of a bucket denies to the deliveries into it."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.examples.access import BUCKET, DELIVERY, OBJECTS, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arns import arn_tokens
from constructs_lib.policy.reading.bucket_policies import bucket_of, denials
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.delivery_access import key_tokens
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

KEY = "EncryptionConfiguration.KMSEncryptionConfig"
POLICY = """
Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Bucket
    PolicyDocument:
      Statement:
        - Effect: Deny
          Principal: "*"
          Action: s3:PutObject
          Resource: !Sub "${Bucket.Arn}/*"
          Condition: {CONDITION}
"""


def policy(condition: str) -> str:
    """The policy of a bucket that denies under a condition."""
    return POLICY.replace("CONDITION", condition)


@rule(
    id="IAM045",
    name="bucket-policy-lets-delivery-in",
    title="the policy of a bucket denies nothing to the deliveries into it",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="a denial counts whatever the role allows: the delivery stream deploys, and every delivery then fails",
    fix="configure the key whose header the policy asks for, or leave the delivery role out of the denial",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html "
    "(read 2026-11-21)",
    bad=template(BUCKET, policy('Null: {"s3:x-amz-server-side-encryption": "true"}'), role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, policy('Bool: {"aws:SecureTransport": "false"}'), role("Role", OBJECTS), DELIVERY),
)
def bucket_policy_lets_delivery_in(stream: ResourceView) -> Iterator[Violation]:
    """Check the buckets of one delivery stream, as far as the app makes them."""
    yield from together(map(check, s3_blocks(stream)))


def check(block: Value) -> Iterator[Violation]:
    """Check the bucket of one block."""
    bucket = bucket_of(block["BucketARN"])
    if bucket is None:
        return
    objects = (*arn_tokens(bucket), "/", *key_tokens(block["Prefix"]))
    for statement in denials(bucket, "s3:PutObject", objects, header=block[KEY].exists):
        named = statement["Condition"].keys
        yield Violation(
            block["BucketARN"],
            message=f"the policy {statement.owner.id} denies s3:PutObject to every delivery",
            given=f"a denial under {' and '.join(named)}" if named else "a denial of every request",
            allowed="a policy that lets the delivery role put objects",
        )
        return
