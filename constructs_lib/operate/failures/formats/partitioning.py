"""Records whose partitioning keys could not be found."""

from __future__ import annotations

from constructs_lib.operate.failures.fields import text
from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.PARTITIONING,
    folders=("partitioning-failed",),
    recognizes=lambda document: text(document, "errorCode").startswith("DynamicPartitioning."),
)
"""Folder: the AWS CDK's own integration test of dynamic partitioning.

Error code and `rawData`: objects of the service that users tell of. The other members are assumed from the other error
lines: the guide shows none.
"""
