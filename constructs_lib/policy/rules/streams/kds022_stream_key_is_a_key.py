"""How a stream names its key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.arn_kinds import KNOWN_TYPES
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.rule import Violation, rule

KEY = re.compile(
    r"alias/\S+|arn:[\w-]+:kms:[\w-]+:\d{12}:(key|alias)/\S+|mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
KEYS = {"AWS::KMS::Alias", "AWS::KMS::Key"}
EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      StreamEncryption: {{EncryptionType: KMS, KeyId: {key}}}
"""


@rule(
    id="KDS022",
    name="stream-key-is-a-key",
    title="the key of a stream is a key id, a key ARN, or an alias with its prefix",
    severity=Severity.ERROR,
    resources=(STREAM,),
    why="KMS knows no key of that name, and the deployment fails",
    fix="write alias/ before the name of an alias: alias/aws/kinesis",
    source="botocore 1.44.5 kms DescribeKey KeyId, kinesis StartStreamEncryption KeyId (read 2026-11-21)",
    bad=EXAMPLE.format(key="aws/kinesis"),
    good=EXAMPLE.format(key="alias/aws/kinesis"),
)
def stream_key_is_a_key(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream."""
    key = stream["StreamEncryption.KeyId"]
    if key.absent:
        return
    if key.reference is not None:
        target = key.target
        if target is not None and target.type in KNOWN_TYPES - KEYS:
            yield Violation(key, message=f"{target.id} is an {target.type}, and no key", allowed="a KMS key or alias")
        return
    if not KEY.fullmatch(key.text or ""):
        yield Violation(key, message=f"{key.text} is no key", allowed="a key id, a key ARN, or alias/ and a name")
