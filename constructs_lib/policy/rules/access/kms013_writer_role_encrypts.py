"""The key of an encrypted stream or delivery stream that a service writes into."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import DECRYPT, ENCRYPTED_SOURCE, KEY, role, template
from constructs_lib.policy.examples.producers import EVENTS, PUT, RULE
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.keys import delivery_key, may_use, stream_key
from constructs_lib.policy.reading.writers import WRITER_TYPES, writes_of
from constructs_lib.policy.rule import Violation, rule

KEYS = {STREAM: stream_key, DELIVERY_STREAM: delivery_key}
ORDERS = ENCRYPTED_SOURCE.replace("Source:", "Orders:")


@rule(
    id="KMS013",
    name="writer-role-encrypts",
    title="the role of a service that writes into an encrypted stream may use its key",
    severity=Severity.WARNING,
    resources=WRITER_TYPES,
    why="the resource deploys, and every record is refused: the writer asks for a data key with its role",
    fix="allow kms:GenerateDataKey and kms:Decrypt on the key, in the role or in the key policy",
    source="https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html (read 2026-11-21)",
    bad=template(KEY, ORDERS, role("Role", PUT, service=EVENTS), RULE),
    good=template(KEY, ORDERS, role("Role", PUT, DECRYPT, service=EVENTS), RULE),
)
def writer_role_encrypts(resource: ResourceView) -> Iterator[Violation]:
    """Check what one resource writes into streams of the app; CloudWatch Logs tries a data stream at once."""
    for write in writes_of(resource):
        stream = write.stream
        key = KEYS[stream.type](stream) if stream is not None and stream.type in KEYS else None
        if key is None or not write.role.exists:
            continue
        if not may_use(write.role, key, "kms:GenerateDataKey", write.kind):
            yield Violation(
                write.role,
                message=f"the target is encrypted with {key.id}, which the role may not use",
                allowed=f"kms:GenerateDataKey on {key.id}",
                severity=Severity.ERROR if write.writer.checked and write.kind == "kinesis" else None,
            )
