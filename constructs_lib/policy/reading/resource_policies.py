"""Read the resource policies of streams and stream consumers."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.reading.json_text import opened

RESOURCE_POLICY = "AWS::Kinesis::ResourcePolicy"


def statements(policy: ResourceView) -> Iterator[Value]:
    """The statements of a resource policy."""
    yield from opened(policy["ResourcePolicy"]).each("Statement[]")
