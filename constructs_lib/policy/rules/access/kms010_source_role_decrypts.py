"""The key of an encrypted source stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.examples.access import (
    BUCKET,
    DECRYPT,
    ENCRYPTED_SOURCE,
    KEY,
    OBJECTS,
    READ_SOURCE,
    READING_DELIVERY,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import SOURCE as SOURCE_BLOCK
from constructs_lib.policy.reading.event_sources import stream_of
from constructs_lib.policy.reading.keys import may_use, stream_key
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KMS010",
    name="source-role-decrypts",
    title="the role of a Kinesis source may decrypt the stream",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and then reads nothing: Kinesis.KMS.AccessDeniedException in its log",
    fix="allow kms:Decrypt on the stream's key, in the role or in the key policy",
    source=limit("cross-sse-on-source").read,
    bad=template(KEY, BUCKET, ENCRYPTED_SOURCE, role("Role", OBJECTS, READ_SOURCE), READING_DELIVERY),
    good=template(KEY, BUCKET, ENCRYPTED_SOURCE, role("Role", OBJECTS, READ_SOURCE, DECRYPT), READING_DELIVERY),
)
def source_role_decrypts(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream with a Kinesis source."""
    block = stream[SOURCE_BLOCK]
    if block.absent or block["RoleARN"].absent:
        return
    source = stream_of(block["KinesisStreamARN"])
    key = None if source is None else stream_key(source)
    if key is not None and not may_use(block["RoleARN"], key, "kms:Decrypt", "kinesis"):
        yield Violation(
            block["RoleARN"],
            message=f"the source stream is encrypted with {key.id}, which the role may not decrypt with",
            allowed=f"kms:Decrypt on {key.id}",
        )
