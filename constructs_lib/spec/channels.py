"""From the channels of a spec to CloudFormation's properties: those that `Channel` has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.spec.fields import (
    Field,
    arguments,
    configuration,
    decides,
    fixed,
    forms_of,
    mapping_of,
    text_of,
    under,
)
from constructs_lib.spec.keywords import BUCKET, STREAM, Form, Forms, arn, choice, mapping, matching
from constructs_lib.spec.names import is_name
from constructs_lib.spec.part import MADE, Part, Settings, below, present, target
from constructs_lib.spec.units import SHORT

TYPE = "AWS::Kinesis::Channel"
STREAMS, RECORD = "StreamConfigurationList.0", "StreamConfigurationList.0.RecordConfiguration"
STORAGE, TABLE = "StorageConfiguration", "S3TablesConfigurationList.0"
FRESHNESS = "DataFreshnessInSeconds"
DEFAULT_FORMAT = "JSON"
DEFAULT_KEY = "EncryptionConfiguration"

FAILURES = Field(
    keyword="failures",
    form=fixed(matching(BUCKET, "A failure bucket of this spec, or an ARN; one is defined unless given.")),
    decide=lambda given: {
        "DeadLetterQueueS3Configuration": {
            "BucketARN": MADE if is_name(given.get("failures", "")) else given.get("failures"),
            "ExpectedBucketOwner": MADE,
            "ErrorOutputPrefix": MADE,
        }
    },
    arguments={"DeadLetterQueueS3Configuration": "failures"},
)
BUCKET_FIELDS = (
    Field(
        keyword="bucket",
        form=fixed(arn("s3", "Where to; a bucket is defined unless given.")),
        decide=lambda given: {
            f"{STORAGE}.BucketARN": given.get("bucket", MADE),
            f"{STORAGE}.ExpectedBucketOwner": MADE,
        },
        arguments={f"{STORAGE}.BucketARN": "bucket"},
    ),
    decides(
        "keyTemplate",
        f"{STORAGE}.OutputKeyTemplate",
        text_of(
            "Of the objects: orders/!{yyyy}/!{MM}/!{dd}/!{HH}/!{extension}.", "kinesis-channel-key-template-length"
        ),
    ),
    decides(
        "compression",
        f"{STORAGE}.CompressionType",
        fixed(choice("kinesis-channel-s3-compression", "GZIP unless given.")),
        "GZIP",
    ),
    decides(
        "storageClass",
        f"{STORAGE}.StorageClass",
        fixed(choice("kinesis-channel-storage-class", "STANDARD unless given.")),
    ),
    FAILURES,
)
SCHEMA_FIELDS = (
    Field(keyword="arn", form=fixed(arn("glue", "Of the schema."))),
    Field(keyword="registryArn", form=fixed(arn("glue", "Of its registry."))),
)
TABLE_FIELDS = (
    decides("tableBucket", f"{TABLE}.TableBucketARN", fixed(arn("s3tables", "Of this account and region."))),
    decides("namespace", f"{TABLE}.Namespace", text_of("In the table bucket.")),
    decides(
        "name",
        f"{TABLE}.TableName",
        text_of("Lower case, digits and underscores.", "kinesis-channel-table-name-length"),
    ),
    Field(
        keyword="schema",
        form=mapping_of(
            SCHEMA_FIELDS,
            "A schema of the Glue schema registry, from which the columns come.",
            required=("arn", "registryArn"),
        ),
    ),
    decides(
        "compression",
        f"{TABLE}.CompressionType",
        fixed(choice("kinesis-channel-tables-compression", "ZSTD unless given.")),
        "ZSTD",
    ),
    Field(
        keyword="partitionBy",
        form=text_of("A column of type timestamptz, by whose hour it is partitioned; not at all unless given."),
        decide=lambda given: {
            f"{TABLE}.PartitionSpec": {
                "PartitionFields": [{"Transform": "TIME_HOUR", "SourceName": given.get("partitionBy")}]
            }
            if given.has("partitionBy")
            else None
        },
        arguments={f"{TABLE}.PartitionSpec": "partitionBy"},
    ),
    FAILURES,
    Field(keyword="tableKey", form=fixed(arn("kms", "Customer key of the table bucket."))),
)
KINDS: Mapping[str, tuple[str, tuple[Field, ...]]] = {
    "s3": ("S3DestinationConfiguration", BUCKET_FIELDS),
    "table": ("S3TablesDestinationConfiguration", TABLE_FIELDS),
}
"""Keyword to property, and the keywords below."""
FIELDS = (
    Field(
        keyword="stream",
        form=fixed(matching(STREAM, "Name of an on-demand stream of this spec, or an ARN; it has a customer key.")),
        arguments={f"{STREAMS}.StreamARN": "stream"},
    ),
    Field(
        keyword="s3",
        form=lambda forms: (
            mapping(forms_of(BUCKET_FIELDS, forms), "Objects in a bucket; empty for the defaults.")
            | {"type": ["object", "null"]}
        ),
    ),
    Field(
        keyword="table",
        form=mapping_of(
            TABLE_FIELDS,
            "Rows of an Iceberg table of S3 Tables, which Kinesis creates.",
            required=("tableBucket", "namespace", "name", "schema"),
        ),
    ),
    Field(
        keyword="recordFormat",
        form=fixed(choice("kinesis-channel-record-format-enum", "How records are read; JSON unless given.")),
        arguments={f"{RECORD}.RecordFormatType": "recordFormat"},
    ),
    Field(
        keyword="freshness",
        form=lambda forms: forms.quantity(
            SHORT, "kinesis-channel-data-freshness", "How old undelivered records become; the service's own."
        ),
    ),
    Field(
        keyword="key",
        form=fixed(arn("kms", "Customer key of delivered data; that of the bucket or the table unless given.")),
        decide=lambda given: {
            DEFAULT_KEY: {"EncryptionType": "KMS", "KeyId": given.get("key")} if given.has("key") else None
        },
        arguments={DEFAULT_KEY: "key", f"{DEFAULT_KEY}.KeyId": "key"},
    ),
    decides(
        "channelName",
        "ChannelName",
        text_of("Made of the channel's path unless given.", "kinesis-channel-name-length"),
        MADE,
    ),
)


def form(forms: Forms) -> Form:
    """The form of a channel."""
    text = "Records of an on-demand stream to a bucket or a table, without a delivery stream."
    return mapping(forms_of(FIELDS, forms), text, required=["stream"], one_of=KINDS)


def channel_part(name: str, written: Mapping[str, Any]) -> Part:
    """Make the definition of a channel."""
    given = Settings(written, name)
    keyword = next(each for each in KINDS if given.has(each))
    block, fields = KINDS[keyword]
    destination = configuration(fields, given.below(keyword))
    if keyword == "table":
        destination["S3TablesConfigurationList"] = [destination["S3TablesConfigurationList"]["0"]]
    record = {
        "RecordFormatType": given.get("recordFormat", DEFAULT_FORMAT),
        "GSRSchemaARN": given.below("table", "schema").get("arn"),
    }
    properties = {
        **configuration(FIELDS, given),
        "ServiceExecutionRoleARN": MADE,
        "StreamConfigurationList": [{"StreamARN": target(written["stream"]), "RecordConfiguration": record}],
        block: {**destination, FRESHNESS: given.amount("freshness", SHORT)},
        "LoggingConfiguration": MADE,
    }
    decided = {
        **arguments(FIELDS),
        block: keyword,
        f"{RECORD}.GSRSchemaARN": "table.schema.arn",
        **below(block, {FRESHNESS: "freshness", **under(keyword, arguments(fields))}),
    }
    return Part(Definition(name, TYPE, present(properties), arguments=decided), ("channels", name))
