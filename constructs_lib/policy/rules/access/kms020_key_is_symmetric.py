"""The kind of key that encrypts streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import s3_blocks
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.keys import key_of
from constructs_lib.policy.rule import Violation, rule

PLACES = {STREAM: "StreamEncryption.KeyId", DELIVERY_STREAM: "DeliveryStreamEncryptionConfigurationInput.KeyARN"}
SYMMETRIC = {None, "SYMMETRIC_DEFAULT"}
EXAMPLE = """
Resources:
  Key: {{Type: AWS::KMS::Key, Properties: {{{properties}}}}}
  Stream:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      StreamEncryption: {{EncryptionType: KMS, KeyId: !GetAtt Key.Arn}}
"""

OBJECT_KEY = "EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN"


@rule(
    id="KMS020",
    name="key-is-symmetric",
    title="streams are encrypted with symmetric keys that are enabled",
    severity=Severity.ERROR,
    resources=(STREAM, DELIVERY_STREAM),
    why="the service cannot encrypt with the key and refuses it",
    fix="use a key with KeySpec SYMMETRIC_DEFAULT that is not disabled",
    source=limit("firehose-sse-key-symmetric").read,
    bad=EXAMPLE.format(properties="KeySpec: RSA_2048, KeyUsage: ENCRYPT_DECRYPT"),
    good=EXAMPLE.format(properties="EnableKeyRotation: true"),
)
def key_is_symmetric(stream: ResourceView) -> Iterator[Violation]:
    """Check the keys of one stream or delivery stream; a key outside the app is not looked at."""
    yield from faults(stream[PLACES[stream.type]])
    for block in s3_blocks(stream) if stream.type == DELIVERY_STREAM else ():
        for fault in faults(block[OBJECT_KEY]):
            yield replace(fault, severity=Severity.WARNING, why="S3 refuses every object under such a key")


def faults(value: Value) -> Iterator[Violation]:
    """What is wrong with the key that stands at a place."""
    target = value.reference and value.owner.view.find(value.owner.resource.template, value.reference.target)
    key = key_of(value) if target else None
    if key is None:
        return
    if key["KeySpec"].text not in SYMMETRIC:
        yield Violation(
            value,
            message=f"{key.id} is not symmetric",
            given=key["KeySpec"].text,
            allowed="KeySpec SYMMETRIC_DEFAULT",
        )
    elif key["Enabled"].flag is False:
        yield Violation(value, message=f"{key.id} is disabled", given="Enabled: false", allowed="an enabled key")
