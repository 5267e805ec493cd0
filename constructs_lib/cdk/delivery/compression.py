"""How Firehose compresses objects."""

from __future__ import annotations

from enum import StrEnum


class Compression(StrEnum):
    """The formats, by CloudFormation's own values."""

    NONE = "UNCOMPRESSED"
    GZIP = "GZIP"
    ZIP = "ZIP"
    SNAPPY = "Snappy"
    HADOOP_SNAPPY = "HADOOP_SNAPPY"
