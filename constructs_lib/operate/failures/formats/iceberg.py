"""Records that an Iceberg table did not take."""

from __future__ import annotations

from constructs_lib.operate.failures.fields import text
from constructs_lib.operate.failures.formats.firehose_line import LineFormat
from constructs_lib.operate.failures.record import Kind

FORMAT = LineFormat(
    kind=Kind.ICEBERG,
    folders=("iceberg-failed",),
    recognizes=lambda document: text(document, "errorCode").startswith("Iceberg."),
)
"""Folder, and codes that begin with `Iceberg.`: objects of the service that users tell of.

The members are assumed from the other error lines: the guide shows none.
"""
