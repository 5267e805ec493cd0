"""Records that did not fit the table's schema."""

from __future__ import annotations

from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.CONVERSION,
    folders=("format-conversion-failed",),
    recognizes=lambda document: "lastErrorCode" in document or "dataCatalogTable" in document,
)
"""Source: Firehose Developer Guide, Handling errors for data format conversion.

Copies of the guide write `lastErrorCode` or `ErrorCode`, and so for the message.
"""
