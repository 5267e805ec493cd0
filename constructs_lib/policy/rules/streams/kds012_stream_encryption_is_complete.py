"""The two halves of a stream's encryption."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.rule import Violation, rule

WANTED = limit("kinesis-stream-encryption-both-required")


@rule(
    id="KDS012",
    name="stream-encryption-is-complete",
    title="a stream's encryption has a type and a key",
    severity=Severity.ERROR,
    resources=(STREAM,),
    why="CloudFormation refuses the stream, and the deployment fails",
    fix="set EncryptionType to KMS and KeyId to a key, or to alias/aws/kinesis for the key that AWS manages",
    source=WANTED.read,
    bad="""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      StreamEncryption: {EncryptionType: KMS}
""",
    good="""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}
""",
)
def stream_encryption_is_complete(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream."""
    encryption = stream["StreamEncryption"]
    if encryption.absent:
        return
    for name in map(str, WANTED.allowed):
        if encryption[name].absent:
            yield Violation(
                encryption[name],
                message=f"the encryption of a stream has no {name}",
                allowed="KMS" if name == "EncryptionType" else "a key id, key ARN or alias",
            )
