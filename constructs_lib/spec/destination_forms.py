"""The forms of destinations, as JSON Schema."""

from __future__ import annotations

from constructs_lib.spec.keywords import (
    BUCKET,
    NAME,
    Form,
    Forms,
    arn,
    choice,
    flag,
    mapping,
    matching,
    several,
    texts,
)
from constructs_lib.spec.units import MEBIBYTES, SHORT

DESTINATIONS = ("s3", "httpEndpoint", "openSearch", "iceberg")


def destinations(forms: Forms) -> dict[str, Form]:
    """Give keyword to form."""
    return {
        "s3": s3(forms),
        "httpEndpoint": http_endpoint(forms),
        "openSearch": open_search(forms),
        "iceberg": iceberg(forms),
    }


def s3(forms: Forms) -> Form:
    """The form of a destination in S3."""
    return mapping(
        {
            "bucket": arn("s3", "Where to; a bucket is defined unless given."),
            "key": arn("kms", "Customer key of the objects."),
            "failures": matching(NAME, "A failure bucket of this spec; one is defined unless given."),
            "prefix": forms.text("Of the objects.", "firehose-prefix-length"),
            "errorPrefix": forms.text("Of failed records.", "firehose-error-prefix-length"),
            "buffering": buffering(forms, "s3", "128 MiB and 300 s unless given."),
            "compression": choice("firehose-compression-enum", "GZIP unless given."),
            "conversion": conversion(forms),
            "timeZone": forms.text("Of the times in prefixes; UTC unless given.", "firehose-time-zone-length"),
            "fileExtension": forms.text("Of the objects: .json.gz.", "firehose-file-extension-length"),
            "partitionBy": partition_by(forms),
        },
        "Objects in a bucket; empty for the defaults.",
    ) | {"type": ["object", "null"]}


def conversion(forms: Forms) -> Form:
    """The form of a conversion to columns."""
    table = {
        "database": forms.text("Of the table."),
        "name": forms.text("Of the table."),
        "version": forms.text("Of the schema; the latest unless given."),
        "catalog": forms.text("The account that has the catalog; this one unless given."),
        "region": forms.text("Of the catalog; this one unless given."),
    }
    return mapping(
        {
            "table": mapping(table, "A Glue table, whose columns are the schema.", required=["database", "name"]),
            "parquet": mapping(
                {
                    "compression": choice("firehose-parquet-compression", "SNAPPY unless given."),
                    "writerVersion": choice("firehose-parquet-writer", "Of the format."),
                },
                "Write Parquet, as is done unless orc is given.",
            )
            | {"type": ["object", "null"]},
            "orc": mapping(
                {
                    "compression": choice("firehose-orc-compression", "SNAPPY unless given."),
                    "formatVersion": choice("firehose-orc-format-version", "Of the format."),
                },
                "Write ORC.",
            )
            | {"type": ["object", "null"]},
        },
        "Write columns instead of JSON.",
        required=["table"],
    )


def partition_by(forms: Forms) -> Form:
    """The form of dynamic partitioning."""
    return mapping(
        {
            "jq": texts("Key to the jq expression that takes it out of a JSON record: {shop: .shop}."),
            "transformKeys": several(forms.text("A key."), "Keys that the transform adds to each record."),
            "retry": forms.quantity(SHORT, "firehose-retry-dynamic-partitioning", "300 s unless given."),
        },
        "Keys of a record that decide the prefix of its object.",
    )


def http_endpoint(forms: Forms) -> Form:
    """The form of a destination that speaks Firehose's own protocol."""
    return mapping(
        {
            "url": forms.text("Begins with https://.", "firehose-http-url-length"),
            "name": forms.text("Shown in the console.", "firehose-http-name-length"),
            "secret": arn("secretsmanager", "A secret with the access key; no text of it stands in a spec."),
            "commonAttributes": texts("Sent with every request."),
            "contentEncoding": choice("firehose-http-content-encoding", "GZIP unless given."),
            "buffering": buffering(forms, "http", "The service's own default unless given."),
            "retry": forms.quantity(SHORT, "firehose-retry-http", "300 s unless given."),
            "backup": backup(forms),
        },
        "An HTTPS endpoint.",
        required=["url"],
    )


def open_search(forms: Forms) -> Form:
    """The form of a destination in OpenSearch Service."""
    return mapping(
        {
            "domain": arn("es", "Where to."),
            "index": forms.text("Without the time that rotation adds.", "firehose-opensearch-index-name-length"),
            "indexRotation": choice("firehose-opensearch-rotation-enum", "OneDay unless given."),
            "typeName": forms.text("For Elasticsearch before 7.", "firehose-opensearch-type-name-length"),
            "documentId": choice("firehose-opensearch-document-id-enum", "FIREHOSE_DEFAULT unless given."),
            "buffering": buffering(forms, "opensearch", "The service's own default unless given."),
            "retry": forms.quantity(SHORT, "firehose-retry-opensearch", "300 s unless given."),
            "backup": backup(forms),
        },
        "An index of an OpenSearch Service domain.",
        required=["domain", "index"],
    )


def iceberg(forms: Forms) -> Form:
    """The form of a destination in Iceberg tables."""
    table = {
        "database": forms.text("Of the table.", "firehose-iceberg-database-name-length"),
        "table": forms.text("Its name.", "firehose-iceberg-table-name-length"),
        "uniqueKeys": several(forms.text("A column."), "Columns that tell rows apart, for updates and deletes."),
        "partitionBy": several(forms.text("A column."), "Columns of a table that is created."),
        "errorPrefix": forms.text("Of what could not be written.", "firehose-iceberg-error-prefix-length"),
    }
    return mapping(
        {
            "tableBucket": forms.text("Name of a table bucket of S3 Tables; or give warehouse."),
            "warehouse": arn("s3", "Bucket of the tables of the account's Glue catalog; or give tableBucket."),
            "tables": several(mapping(table, "A table.", required=["database", "table"]), "Where to."),
            "route": mapping(
                {name: forms.text("A jq expression.") for name in ("database", "table", "operation")},
                "What a record itself says of where it belongs.",
            ),
            "appendOnly": flag("Rows are inserted, never updated or deleted."),
            "createTables": flag("Make tables that are not there."),
            "evolveSchema": flag("Add columns that are not there."),
            "buffering": buffering(forms, "iceberg", "The service's own default unless given."),
            "retry": forms.quantity(SHORT, "firehose-retry-iceberg", "300 s unless given."),
            "backup": backup(forms),
        },
        "Iceberg tables.",
        one_of=["tableBucket", "warehouse"],
    )


def buffering(forms: Forms, destination: str, text: str) -> Form:
    """The form of buffers; an object or request is written when either end is reached."""
    facts = f"firehose-buffer-{destination}"
    return mapping(
        {
            "size": forms.quantity(
                MEBIBYTES, f"{facts}-size", "An object or request is written when so much has come."
            ),
            "interval": forms.quantity(SHORT, f"{facts}-interval", "It is written after so long, whatever has come."),
        },
        text,
    )


def backup(forms: Forms) -> Form:
    """The form of the bucket beside a destination that is not S3."""
    return mapping(
        {
            "allRecords": flag("Keep every record, delivered or not."),
            "bucket": matching(BUCKET, "A failure bucket of this spec, or an ARN; one is defined unless given."),
            "key": arn("kms", "Customer key of the objects."),
            "prefix": forms.text("Of delivered records, where all are kept.", "firehose-prefix-length"),
            "errorPrefix": forms.text("Of failed records.", "firehose-error-prefix-length"),
            "buffering": buffering(forms, "s3", "128 MiB and 300 s unless given."),
            "compression": choice("firehose-compression-enum", "GZIP unless given."),
        },
        "What is kept; what could not be delivered unless given.",
    )
