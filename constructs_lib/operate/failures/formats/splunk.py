"""Events that Splunk did not acknowledge."""

from __future__ import annotations

from constructs_lib.operate.failures.fields import text
from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.SPLUNK,
    folders=("splunk-failed",),
    recognizes=lambda document: text(document, "errorCode").startswith("Splunk."),
)
"""Source: Firehose Developer Guide, Handle data delivery failures."""
