"""Delivery to Redshift, by way of a bucket: what `RedshiftDestination` has."""

from __future__ import annotations

from functools import partial
from typing import Any

from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import PREFIX, source_backup
from constructs_lib.spec.destinations.objects import bucket, compression, customer_key, encryption, own_buffering
from constructs_lib.spec.destinations.reached import no_password, retry, secret
from constructs_lib.spec.fields import (
    Field,
    arguments,
    configuration,
    decides,
    fixed,
    mapping_of,
    text_of,
    under,
)
from constructs_lib.spec.keywords import JDBC_URL, several
from constructs_lib.spec.part import MADE, Settings, below, logging

DEFAULT_COPY_OPTIONS = "JSON 'auto' GZIP"
COLUMNS = "CopyCommand.DataTableColumns"
STAGING = "S3Configuration"

STAGING_FIELDS = (
    bucket(),
    customer_key(),
    decides("prefix", "Prefix", text_of("Of the objects, without expressions.", PREFIX)),
    own_buffering("redshift"),
    compression("GZIP unless given; copyOptions name the same.", "firehose-compression-redshift"),
)


def staged(given: Settings) -> dict[str, Any]:
    """Give `S3Configuration`."""
    objects = configuration(STAGING_FIELDS, given.below("staging"))
    return {STAGING: {"RoleARN": MADE, **objects, "CloudWatchLoggingOptions": logging("Staging")}}


REDSHIFT = Destination(
    keyword="redshift",
    text="A table of Redshift, provisioned or serverless.",
    property="RedshiftDestinationConfiguration",
    metrics="DeliveryToRedshift",
    required=("database", "table", "secret"),
    fields=(
        decides(
            "database",
            "ClusterJDBCURL",
            text_of(
                "Its JDBC URL: jdbc:redshift://air.111122223333.eu-west-1.redshift-serverless.amazonaws.com:5439/dev.",
                pattern=JDBC_URL,
            ),
        ),
        decides("table", "CopyCommand.DataTableName", text_of("Where to.", "firehose-redshift-table-name-length")),
        secret("A secret with username and password"),
        Field(
            keyword="columns",
            form=fixed(
                several(
                    {"description": "A column.", "type": "string", "minLength": 1},
                    "Of the table, in the order of the fields; all, in the table's order, unless given.",
                )
            ),
            decide=lambda given: {COLUMNS: ",".join(given.get("columns", ())) or None},
            arguments={COLUMNS: "columns"},
        ),
        decides(
            "copyOptions",
            "CopyCommand.CopyOptions",
            text_of("JSON objects, compressed, unless given.", "firehose-redshift-copy-options-length"),
            DEFAULT_COPY_OPTIONS,
        ),
        Field(
            keyword="staging",
            form=mapping_of(STAGING_FIELDS, "The bucket from which Redshift loads; it keeps what could not be loaded."),
            decide=staged,
            arguments=below(STAGING, under("staging", arguments(STAGING_FIELDS))),
        ),
        retry("redshift"),
        source_backup(lambda given: encryption(given.below("staging"))),
    ),
    contradictions=partial(no_password, "database"),
)
