from __future__ import annotations

import pytest
from aws_cdk import CfnParameter, Size
from aws_cdk import aws_glue as glue

from constructs_lib.cdk import (
    Buffering,
    Compression,
    FormatConversion,
    GlueTable,
    HiveJson,
    OpenXJson,
    Orc,
    OrcCompression,
    Parquet,
    ParquetCompression,
    PartitionBy,
    S3Destination,
)
from tests.synth.destinations import NUMBER, actions, deliver, resources_of, wrong_arguments

FLIGHTS = GlueTable(database="air", name="flights")


def serializer(given):
    return given["DataFormatConversionConfiguration"]["OutputFormatConfiguration"]["Serializer"]


def test_the_smallest_conversion_writes_parquet_that_is_compressed_inside(stack):
    given = deliver(stack, S3Destination(conversion=FormatConversion(table=FLIGHTS)))
    assert given["CompressionFormat"] == "UNCOMPRESSED"
    assert serializer(given) == {"ParquetSerDe": {"Compression": "SNAPPY"}}
    conversion = given["DataFormatConversionConfiguration"]
    assert conversion["SchemaConfiguration"]["DatabaseName"] == "air"
    assert conversion["SchemaConfiguration"]["TableName"] == "flights"
    assert "OpenXJsonSerDe" in conversion["InputFormatConfiguration"]["Deserializer"]


def test_the_role_reads_the_schema_of_this_table_only(stack):
    deliver(stack, S3Destination(conversion=FormatConversion(table=FLIGHTS)))
    assert {"glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"} <= actions(stack)
    read = {each["Fn::Join"][1][-1] for each in resources_of(stack, "glue:GetTable")}
    assert read == {":catalog", ":database/air", ":table/air/flights"}


def test_a_table_of_the_app_is_named_by_reference(stack):
    table = glue.CfnTable(
        stack, "Flights", catalog_id="111122223333", database_name="air", table_input=glue.CfnTable.TableInputProperty()
    )
    given = deliver(stack, S3Destination(conversion=FormatConversion(table=GlueTable.of(table))))
    schema = given["DataFormatConversionConfiguration"]["SchemaConfiguration"]
    assert schema["TableName"] == {"Ref": "Flights"}


def test_every_argument_of_parquet_reaches_its_property(stack):
    output = Parquet(
        compression=ParquetCompression.GZIP,
        block_size=Size.mebibytes(64),
        page_size=Size.kibibytes(64),
        max_padding=Size.bytes(8),
        dictionary=True,
        writer_version="V2",
    )
    keys = OpenXJson(case_insensitive=False, dots_to_underscores=True, keys={"at": "timestamp"})
    given = deliver(stack, S3Destination(conversion=FormatConversion(table=FLIGHTS, output=output, input=keys)))
    assert serializer(given)["ParquetSerDe"] == {
        "Compression": "GZIP",
        "BlockSizeBytes": 67108864,
        "PageSizeBytes": 65536,
        "MaxPaddingBytes": 8,
        "EnableDictionaryCompression": True,
        "WriterVersion": "V2",
    }
    deserializer = given["DataFormatConversionConfiguration"]["InputFormatConfiguration"]["Deserializer"]
    assert deserializer["OpenXJsonSerDe"] == {
        "CaseInsensitive": False,
        "ConvertDotsInJsonKeysToUnderscores": True,
        "ColumnToJsonKeyMappings": {"at": "timestamp"},
    }


def test_every_argument_of_orc_reaches_its_property(stack):
    output = Orc(
        compression=OrcCompression.ZLIB,
        block_size=Size.mebibytes(64),
        stripe_size=Size.mebibytes(8),
        row_index_stride=1000,
        bloom_filter_columns=("carrier",),
        bloom_filter_false_positives=0.1,
        dictionary_threshold=0.5,
        padding=True,
        padding_tolerance=0.2,
        format_version="V0_11",
    )
    conversion = FormatConversion(table=FLIGHTS, output=output, input=HiveJson(timestamp_formats=("yyyy-MM-dd",)))
    given = deliver(stack, S3Destination(conversion=conversion))
    assert serializer(given)["OrcSerDe"] == {
        "Compression": "ZLIB",
        "BlockSizeBytes": 67108864,
        "StripeSizeBytes": 8388608,
        "RowIndexStride": 1000,
        "BloomFilterColumns": ["carrier"],
        "BloomFilterFalsePositiveProbability": 0.1,
        "DictionaryKeyThreshold": 0.5,
        "EnablePadding": True,
        "PaddingTolerance": 0.2,
        "FormatVersion": "V0_11",
    }


@pytest.mark.parametrize(
    ("destination", "arguments"),
    [
        (
            S3Destination(conversion=FormatConversion(table=FLIGHTS), compression=Compression.GZIP),
            {"destination.compression"},
        ),
        (
            S3Destination(
                conversion=FormatConversion(table=FLIGHTS, output=Parquet(page_size=Size.kibibytes(1))),
                buffering=Buffering(size=Size.mebibytes(63)),
            ),
            {"destination.conversion.output.page_size", "destination.buffering.size"},
        ),
    ],
    ids=["compressed twice", "too small"],
)
def test_what_makes_no_sense_is_refused(stack, destination, arguments):
    assert wrong_arguments(stack, destination) == arguments


def test_a_size_that_is_a_parameter_reaches_the_template(stack):
    number = CfnParameter(stack, "Number", type="Number").value_as_number
    conversion = FormatConversion(table=FLIGHTS, output=Parquet(block_size=Size.bytes(number)))
    given = deliver(stack, S3Destination(conversion=conversion))
    assert serializer(given)["ParquetSerDe"]["BlockSizeBytes"] == NUMBER


def test_converted_records_may_be_partitioned(stack):
    partitions = PartitionBy.jq({"carrier": ".carrier"})
    given = deliver(stack, S3Destination(conversion=FormatConversion(table=FLIGHTS), partition_by=partitions))
    assert given["Prefix"] == "carrier=!{partitionKeyFromQuery:carrier}/"
