"""Read the resource policies of streams and stream consumers."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value

RESOURCE_POLICY = "AWS::Kinesis::ResourcePolicy"


def statements(policy: ResourceView) -> Iterator[Value]:
    """The statements of a resource policy."""
    yield from policy.each("ResourcePolicy.Statement[]")
