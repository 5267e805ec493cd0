"""From JSON to columns: what `FormatConversion` has, with a table that is there or one to define."""

from __future__ import annotations

from typing import Any

from constructs_lib.graph import Reference
from constructs_lib.spec.destinations.event_table import event_table
from constructs_lib.spec.fields import (
    Field,
    arguments,
    configuration,
    decides,
    fixed,
    forms_of,
    mapping_of,
    size,
    text_of,
    under,
)
from constructs_lib.spec.keywords import Form, Forms, choice, flag, mapping, several, share, texts
from constructs_lib.spec.part import MADE, Settings, below

CONVERSION = "DataFormatConversionConfiguration"
SCHEMA = "SchemaConfiguration"
SERIALIZER = "OutputFormatConfiguration.Serializer"
DESERIALIZER = "InputFormatConfiguration.Deserializer"
TABLE = (
    decides("database", "DatabaseName", text_of("Of the table.")),
    decides("name", "TableName", text_of("Of the table.")),
    decides("version", "VersionId", text_of("Of the schema; the latest unless given.")),
    decides("catalog", "CatalogId", text_of("The account that has the catalog; this one unless given.")),
    decides("region", "Region", text_of("Of the catalog; this one unless given."), MADE),
)
PARQUET = (
    decides(
        "compression", "Compression", fixed(choice("firehose-parquet-compression", "SNAPPY unless given.")), "SNAPPY"
    ),
    size("blockSize", "BlockSizeBytes", "firehose-parquet-block-size", "Of HDFS; the service's own unless given."),
    size("pageSize", "PageSizeBytes", "firehose-parquet-page-size", "The least that is read for one row."),
    size("maxPadding", "MaxPaddingBytes", "firehose-parquet-padding", "Of a row group."),
    decides("dictionary", "EnableDictionaryCompression", fixed(flag("Compress with dictionaries."))),
    decides("writerVersion", "WriterVersion", fixed(choice("firehose-parquet-writer", "Of the format."))),
)
ORC = (
    decides("compression", "Compression", fixed(choice("firehose-orc-compression", "SNAPPY unless given.")), "SNAPPY"),
    size("blockSize", "BlockSizeBytes", "firehose-orc-block-size", "Of HDFS; the service's own unless given."),
    size("stripeSize", "StripeSizeBytes", "firehose-orc-stripe-size", "Of a stripe."),
    decides(
        "rowIndexStride",
        "RowIndexStride",
        lambda forms: forms.count("firehose-orc-row-index-stride", "Rows between entries of the index."),
    ),
    decides(
        "bloomFilterColumns",
        "BloomFilterColumns",
        lambda forms: several(forms.text("A column."), "Columns that get a Bloom filter."),
    ),
    decides(
        "bloomFilterFalsePositives",
        "BloomFilterFalsePositiveProbability",
        fixed(share("Of false positives.")),
    ),
    decides(
        "dictionaryThreshold",
        "DictionaryKeyThreshold",
        fixed(share("Of different values, below which a column gets a dictionary.")),
    ),
    decides("padding", "EnablePadding", fixed(flag("Stripes do not straddle blocks of HDFS."))),
    decides("paddingTolerance", "PaddingTolerance", fixed(share("Of a block that padding may take; with padding."))),
    decides("formatVersion", "FormatVersion", fixed(choice("firehose-orc-format-version", "Of the format."))),
)
OPEN_X = (
    decides(
        "caseInsensitive", "CaseInsensitive", fixed(flag("Make keys lower case, as columns; true unless given.")), True
    ),
    decides(
        "dotsToUnderscores",
        "ConvertDotsInJsonKeysToUnderscores",
        fixed(flag("a.b becomes a_b, as a column's name has no dots.")),
        False,
    ),
    decides("keys", "ColumnToJsonKeyMappings", fixed(texts("Column to the key in the record, where they differ."))),
)
HIVE = (
    decides(
        "timestampFormats",
        "TimestampFormats",
        lambda forms: several(
            forms.text("A pattern.", "firehose-conversion-hive-formats-length"),
            "Patterns of Joda time, tried one after the other.",
        ),
    ),
)


def alternative(keyword: str, property: str, fields: tuple[Field, ...], text: str, **form: Any) -> Field:
    """Make one of two keywords of which the first is meant unless a spec names the other."""
    return Field(
        keyword=keyword,
        form=lambda forms: mapping_of(fields, text)(forms) | form,
        arguments={property: keyword, **below(property, under(keyword, arguments(fields)))},
    )


def chosen(given: Settings, first: tuple[str, tuple[Field, ...]], other: tuple[str, tuple[Field, ...]]) -> Any:
    """Give what one of two keywords decides."""
    keyword, fields = other if given.has(other[0]) else first
    return configuration(fields, given.below(keyword))


FIELDS = (
    Field(
        keyword="table",
        form=mapping_of(TABLE, "A Glue table, whose columns are the schema.", required=("database", "name")),
        arguments={SCHEMA: "table", **below(SCHEMA, under("table", arguments(TABLE)))},
    ),
    Field(keyword="eventTable", form=event_table),
    alternative(
        "parquet",
        f"{SERIALIZER}.ParquetSerDe",
        PARQUET,
        "Write Parquet, as is done unless orc is given.",
        type=["object", "null"],
    ),
    alternative("orc", f"{SERIALIZER}.OrcSerDe", ORC, "Write ORC.", type=["object", "null"]),
    alternative(
        "openXJson",
        f"{DESERIALIZER}.OpenXJsonSerDe",
        OPEN_X,
        "Read JSON with the OpenX deserializer, as is done unless hiveJson is given.",
    ),
    alternative(
        "hiveJson",
        f"{DESERIALIZER}.HiveJsonSerDe",
        HIVE,
        "Read JSON with Hive's deserializer.",
        required=["timestampFormats"],
    ),
)


def form(forms: Forms) -> Form:
    """The form of a conversion."""
    return mapping(forms_of(FIELDS, forms), "Write columns instead of JSON.", one_of=("table", "eventTable"))


def conversion(given: Settings) -> dict[str, Any]:
    """Give `DataFormatConversionConfiguration`."""
    serde = "OrcSerDe" if given.has("orc") else "ParquetSerDe"
    reader = "HiveJsonSerDe" if given.has("hiveJson") else "OpenXJsonSerDe"
    return {
        "Enabled": True,
        SCHEMA: {"RoleARN": MADE, **schema(given)},
        "InputFormatConfiguration": {
            "Deserializer": {reader: chosen(given, ("openXJson", OPEN_X), ("hiveJson", HIVE))}
        },
        "OutputFormatConfiguration": {"Serializer": {serde: chosen(given, ("parquet", PARQUET), ("orc", ORC))}},
    }


def schema(given: Settings) -> dict[str, Any]:
    """Give what names the table."""
    if not given.has("eventTable"):
        return configuration(TABLE, given.below("table"))
    database = given.below("eventTable").get("database", Reference(f"{given.name}.Database"))
    return {"DatabaseName": database, "TableName": Reference(f"{given.name}.Table"), "Region": MADE}


CONVERSION_FIELD = Field(
    keyword="conversion",
    form=form,
    decide=lambda given: {CONVERSION: conversion(given.below("conversion")) if given.has("conversion") else None},
    arguments={CONVERSION: "conversion", **below(CONVERSION, under("conversion", arguments(FIELDS)))},
)
