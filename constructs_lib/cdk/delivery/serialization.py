"""How JSON records are read, and how Parquet and ORC are written. What is not given is the service's default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aws_cdk import Size

from constructs_lib.cdk.tokens import whole_bytes

OUTPUT = "destination.conversion.output"


class ParquetCompression(StrEnum):
    """How pages are compressed, by CloudFormation's own values."""

    SNAPPY = "SNAPPY"
    GZIP = "GZIP"
    NONE = "UNCOMPRESSED"


class OrcCompression(StrEnum):
    """How chunks are compressed, by CloudFormation's own values."""

    SNAPPY = "SNAPPY"
    ZLIB = "ZLIB"
    NONE = "NONE"


@dataclass(frozen=True, kw_only=True)
class OpenXJson:
    """Read JSON with the OpenX deserializer: timestamps are in ISO 8601 or numbers.

    Attributes:
        case_insensitive: keys are made lower case, as columns of Glue are, unless `False` is given.
        dots_to_underscores: `a.b` becomes `a_b`, as a column's name has no dots.
        keys: column to the key in the record, where they differ.
    """

    case_insensitive: bool = True
    dots_to_underscores: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)

    def properties(self) -> dict[str, Any]:
        """Give `Deserializer` in CloudFormation's casing."""
        return {
            "OpenXJsonSerDe": {
                "CaseInsensitive": self.case_insensitive,
                "ConvertDotsInJsonKeysToUnderscores": self.dots_to_underscores,
                "ColumnToJsonKeyMappings": dict(self.keys) or None,
            }
        }


@dataclass(frozen=True, kw_only=True)
class HiveJson:
    """Read JSON with Hive's deserializer.

    Attributes:
        timestamp_formats: patterns of Joda time, tried one after the other.
    """

    timestamp_formats: tuple[str, ...]

    def properties(self) -> dict[str, Any]:
        """Give `Deserializer` in CloudFormation's casing."""
        return {"HiveJsonSerDe": {"TimestampFormats": list(self.timestamp_formats)}}


@dataclass(frozen=True, kw_only=True)
class Parquet:
    """Write Parquet.

    Attributes:
        compression: Snappy unless given.
        block_size: of HDFS.
        page_size: the least that is read for one row.
        max_padding: of a row group.
        dictionary: compress with dictionaries.
        writer_version: `V1` or `V2`.
    """

    compression: ParquetCompression = ParquetCompression.SNAPPY
    block_size: Size | None = None
    page_size: Size | None = None
    max_padding: Size | None = None
    dictionary: bool | None = None
    writer_version: str | None = None

    def properties(self) -> dict[str, Any]:
        """Give `Serializer` in CloudFormation's casing."""
        return {
            "ParquetSerDe": {
                "Compression": self.compression.value,
                "BlockSizeBytes": _bytes(self.block_size, "block_size"),
                "PageSizeBytes": _bytes(self.page_size, "page_size"),
                "MaxPaddingBytes": _bytes(self.max_padding, "max_padding"),
                "EnableDictionaryCompression": self.dictionary,
                "WriterVersion": self.writer_version,
            }
        }


@dataclass(frozen=True, kw_only=True)
class Orc:
    """Write ORC.

    Attributes:
        compression: Snappy unless given.
        block_size: of HDFS.
        stripe_size: of a stripe.
        row_index_stride: rows between entries of the index.
        bloom_filter_columns: columns that get a Bloom filter.
        bloom_filter_false_positives: share of false positives, 0 to 1.
        dictionary_threshold: share of different values below which a column gets a dictionary, 0 to 1.
        padding: stripes do not straddle blocks of HDFS.
        padding_tolerance: share of a block that padding may take, 0 to 1; with `padding` only.
        format_version: `V0_11` or `V0_12`.
    """

    compression: OrcCompression = OrcCompression.SNAPPY
    block_size: Size | None = None
    stripe_size: Size | None = None
    row_index_stride: int | None = None
    bloom_filter_columns: tuple[str, ...] = ()
    bloom_filter_false_positives: float | None = None
    dictionary_threshold: float | None = None
    padding: bool | None = None
    padding_tolerance: float | None = None
    format_version: str | None = None

    def properties(self) -> dict[str, Any]:
        """Give `Serializer` in CloudFormation's casing."""
        return {
            "OrcSerDe": {
                "Compression": self.compression.value,
                "BlockSizeBytes": _bytes(self.block_size, "block_size"),
                "StripeSizeBytes": _bytes(self.stripe_size, "stripe_size"),
                "RowIndexStride": self.row_index_stride,
                "BloomFilterColumns": list(self.bloom_filter_columns) or None,
                "BloomFilterFalsePositiveProbability": self.bloom_filter_false_positives,
                "DictionaryKeyThreshold": self.dictionary_threshold,
                "EnablePadding": self.padding,
                "PaddingTolerance": self.padding_tolerance,
                "FormatVersion": self.format_version,
            }
        }


def _bytes(size: Size | None, name: str) -> int | float | None:
    return whole_bytes(size, f"{OUTPUT}.{name}") if size is not None else None
