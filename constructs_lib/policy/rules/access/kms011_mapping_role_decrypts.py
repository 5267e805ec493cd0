"""The key of an encrypted stream that a function reads."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    DECRYPT,
    ENCRYPTED_SOURCE,
    FUNCTION,
    KEY,
    LAMBDA,
    MAPPING,
    READ_MAPPED,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of, stream_of
from constructs_lib.policy.reading.keys import may_use, stream_key
from constructs_lib.policy.reading.mapping_access import blamed, function_role
from constructs_lib.policy.rule import Violation, rule


@rule(
    id="KMS011",
    name="mapping-role-decrypts",
    title="the function of a mapping may decrypt the stream",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the mapping deploys, and the function then sees no record: Lambda reads the stream with the function's role",
    fix="allow kms:Decrypt on the stream's key, in the function's role or in the key policy",
    source="https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html (read 2026-11-21)",
    bad=template(KEY, ENCRYPTED_SOURCE, FUNCTION, role("Role", READ_MAPPED, service=LAMBDA), MAPPING),
    good=template(KEY, ENCRYPTED_SOURCE, FUNCTION, role("Role", READ_MAPPED, DECRYPT, service=LAMBDA), MAPPING),
)
def mapping_role_decrypts(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource that read streams of the app."""
    for mapping in mappings_of(resource):
        stream = stream_of(mapping.source) if mapping.reads(KINESIS) else None
        key = None if stream is None else stream_key(stream)
        role_value = None if key is None else function_role(mapping)
        if key is not None and role_value is not None and not may_use(role_value, key, "kms:Decrypt", "kinesis"):
            yield Violation(
                blamed(mapping),
                message=f"the stream is encrypted with {key.id}, which the function's role may not decrypt with",
                allowed=f"kms:Decrypt on {key.id}",
            )
