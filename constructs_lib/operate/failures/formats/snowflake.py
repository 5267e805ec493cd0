"""Records that a Snowflake table did not take."""

from __future__ import annotations

from constructs_lib.operate.failures.fields import text
from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.SNOWFLAKE,
    folders=("snowflake-failed",),
    recognizes=lambda document: text(document, "errorCode").startswith("Snowflake."),
)
"""Source: Firehose Developer Guide, Handle data delivery failures."""
