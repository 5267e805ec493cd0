"""The side on which AWS DMS takes a stream."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DMS, REPLICATE, REPLICATED, STREAM, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.replication import ENDPOINT, is_kinesis
from constructs_lib.policy.rule import Violation, rule

WRITER = role("Role", REPLICATE, service=DMS)


@rule(
    id="PRD025",
    name="replication-into-stream",
    title="an endpoint of AWS DMS has a stream as its target, never as its source",
    severity=Severity.ERROR,
    resources=(ENDPOINT,),
    why="DMS writes into streams and reads none, so the service refuses the endpoint, or no task can use it (assumed)",
    fix="set EndpointType to target, or read the stream with a consumer",
    source="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.html, which lists no stream (read 2026-11-21)",
    bad=template(STREAM, WRITER, REPLICATED.replace("target", "source")),
    good=template(STREAM, WRITER, REPLICATED),
)
def replication_into_stream(endpoint: ResourceView) -> Iterator[Violation]:
    """Check one endpoint."""
    side = endpoint["EndpointType"]
    if is_kinesis(endpoint) and (side.text or "").lower() == "source":
        yield Violation(side, message="a stream is no source for DMS", given=side.text, allowed="target")
