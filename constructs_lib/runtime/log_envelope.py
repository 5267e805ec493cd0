"""The envelope in which CloudWatch Logs sends log events to a subscribed stream."""

from __future__ import annotations

import json
from dataclasses import dataclass

from constructs_lib.runtime.codec import Parts

GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One log event with what its envelope says of it.

    Attributes:
        message: the text that was logged.
        timestamp: milliseconds since 1970.
        id: unique among the events of the account.
        log_group: name of the log group.
        log_stream: name of the log stream.
        owner: id of the account that logged it.
    """

    message: str
    timestamp: int
    id: str
    log_group: str
    log_stream: str
    owner: str


def log_events(data: bytes) -> Parts[LogEvent]:
    """Decode a record that a subscription filter sent, still compressed or already decompressed by Firehose.

    Returns:
        The log events; none for a `CONTROL_MESSAGE`, by which CloudWatch Logs only tests the connection.

    Raises:
        ValueError: the record is no such envelope.
        OSError, EOFError, zlib.error: the compressed data is damaged.

    Source: CloudWatch Logs User Guide: log group-level subscription filters.
    """
    import gzip  # a cold start pays only for what it uses

    envelope = json.loads(gzip.decompress(data) if data.startswith(GZIP) else data)
    kind = envelope.get("messageType") if isinstance(envelope, dict) else None
    if kind == "CONTROL_MESSAGE":
        return Parts()
    if kind != "DATA_MESSAGE":
        raise ValueError(f"a log envelope is a DATA_MESSAGE or a CONTROL_MESSAGE, got {kind!r}")
    return Parts(
        LogEvent(
            message=event["message"],
            timestamp=event["timestamp"],
            id=event["id"],
            log_group=envelope["logGroup"],
            log_stream=envelope["logStream"],
            owner=envelope["owner"],
        )
        for event in envelope["logEvents"]
    )
