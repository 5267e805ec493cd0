"""Records that a transform failed."""

from __future__ import annotations

from constructs_lib.operate.failures.fields import text
from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.PROCESSING,
    folders=("processing-failed",),
    recognizes=lambda document: (
        "lambdaArn" in document or "lambdaARN" in document or text(document, "errorCode").startswith("Lambda.")
    ),
)
"""Source: Firehose Developer Guide, Handle failure in data transformation.

The guide writes `lambdaArn`, objects of the service `lambdaARN`.
"""
