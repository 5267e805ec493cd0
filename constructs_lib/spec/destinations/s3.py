"""Delivery to S3: what `S3Destination` has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.destinations import event_table
from constructs_lib.spec.destinations.conversion import CONVERSION_FIELD
from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import PREFIX, source_backup
from constructs_lib.spec.destinations.objects import (
    DEFAULT_COMPRESSION,
    DEFAULT_ERROR_PREFIX,
    apart,
    customer_key,
    encryption,
    error_prefix,
    own_buffering,
)
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import NAME, Form, Forms, arn, choice, mapping, matching, several, texts
from constructs_lib.spec.part import MADE, Part, Settings
from constructs_lib.spec.units import SHORT

DEFAULT_RETRY_SECONDS = 300
UNCOMPRESSED = "UNCOMPRESSED"
PARTITIONING = "DynamicPartitioningConfiguration"


def partition_by(forms: Forms) -> Form:
    """The form of dynamic partitioning."""
    return mapping(
        {
            "jq": texts("Key to the jq expression that takes it out of a JSON record: {shop: .shop}."),
            "transformKeys": several(forms.text("A key."), "Keys that the transform adds to each record."),
            "retry": forms.quantity(
                SHORT, "firehose-retry-dynamic-partitioning", f"{DEFAULT_RETRY_SECONDS} s unless given."
            ),
        },
        "Keys of a record that decide the prefix of its object.",
    )


def partitioning(given: Settings) -> dict[str, Any] | None:
    """Give `DynamicPartitioningConfiguration`."""
    if not given.has("partitionBy"):
        return None
    seconds = given.below("partitionBy").amount("retry", SHORT, DEFAULT_RETRY_SECONDS)
    return {"Enabled": True, "RetryOptions": {"DurationInSeconds": seconds}}


def prefix_of(given: Settings) -> str:
    """Give the prefix, which names every key as Hive does unless it is given: `carrier=…/day=…/`."""
    partition = given.below("partitionBy")
    from_query = [(key, "partitionKeyFromQuery") for key in partition.get("jq", {})]
    from_transform = [(key, "partitionKeyFromLambda") for key in partition.get("transformKeys", ())]
    hive = "".join(f"{key}=!{{{namespace}:{key}}}/" for key, namespace in from_query + from_transform)
    prefix: str = given.get("prefix", hive)
    return prefix


def parts(given: Settings, name: str, place: Path) -> Iterator[Part]:
    """Make the table of a conversion, if it is to be defined."""
    conversion = given.below("conversion")
    if conversion.has("eventTable"):
        yield from event_table.table_parts(conversion, prefix_of(given), name, (*place, "conversion"))


def contradictions(part: Mapping[str, Any], path: Path) -> Iterator[SchemaError]:
    """Find failed records that could not be told from delivered ones, or could not be copied."""
    prefix, errors = prefix_of(Settings(part)), part.get("errorPrefix", DEFAULT_ERROR_PREFIX)
    if "bucket" not in part:
        yield from apart(prefix, errors, path)
    elif "failures" in part:
        text = (
            "failures needs a bucket that is defined here: leave bucket out, or keep failed records under errorPrefix"
        )
        yield SchemaError((*path, "failures"), text)
    conversion, below = part.get("conversion") or {}, (*path, "conversion")
    for one, other in (("parquet", "orc"), ("openXJson", "hiveJson")):
        if {one, other} <= set(conversion):
            yield SchemaError((*below, other), f"only one of {one} and {other} can be given")
    yield from event_table.contradictions(conversion, prefix, errors, below)


S3 = Destination(
    keyword="s3",
    text="Objects in a bucket; empty for the defaults.",
    property="ExtendedS3DestinationConfiguration",
    metrics="DeliveryToS3",
    fields=(
        decides("bucket", "BucketARN", fixed(arn("s3", "Where to; a bucket is defined unless given.")), MADE),
        customer_key(),
        Field(
            keyword="failures",
            form=fixed(matching(NAME, "A failure bucket of this spec; one is defined unless given.")),
        ),
        Field(
            keyword="prefix",
            form=text_of("Of the objects.", PREFIX),
            decide=lambda given: {"Prefix": prefix_of(given) or None},
            arguments={"Prefix": "prefix"},
        ),
        error_prefix(),
        own_buffering(),
        Field(
            keyword="compression",
            form=fixed(choice("firehose-compression-enum", "GZIP unless given.")),
            decide=lambda given: {
                "CompressionFormat": given.get(
                    "compression", UNCOMPRESSED if given.has("conversion") else DEFAULT_COMPRESSION
                )
            },
            arguments={"CompressionFormat": "compression"},
        ),
        CONVERSION_FIELD,
        decides(
            "timeZone",
            "CustomTimeZone",
            text_of("Of the times in prefixes; UTC unless given.", "firehose-time-zone-length"),
        ),
        decides(
            "fileExtension",
            "FileExtension",
            text_of("Of the objects: .json.gz.", "firehose-file-extension-length"),
        ),
        Field(
            keyword="partitionBy",
            form=partition_by,
            decide=lambda given: {PARTITIONING: partitioning(given)},
            arguments={
                PARTITIONING: "partitionBy",
                f"{PARTITIONING}.RetryOptions.DurationInSeconds": "partitionBy.retry",
            },
        ),
        source_backup(encryption),
    ),
    queries=lambda given: given.below("partitionBy").get("jq", {}),
    queries_keyword="partitionBy.jq",
    parts=parts,
    contradictions=contradictions,
)
