"""Delivery to a table of Snowflake: what `SnowflakeDestination` has."""

from __future__ import annotations

from typing import Any

from constructs_lib.spec.destinations.destination import Destination
from constructs_lib.spec.destinations.kept import backup
from constructs_lib.spec.destinations.objects import service_buffering
from constructs_lib.spec.destinations.reached import retry, secret
from constructs_lib.spec.fields import Field, decides, fixed, text_of
from constructs_lib.spec.keywords import SNOWFLAKE_URL, choice
from constructs_lib.spec.part import Settings

DEFAULT_LOADING = "JSON_MAPPING"
ROLE = "SnowflakeRoleConfiguration"
LINK = "SnowflakeVpcConfiguration.PrivateLinkVpceId"
COLUMN = "firehose-snowflake-column-length"


def role(given: Settings) -> dict[str, Any] | None:
    """Give `SnowflakeRoleConfiguration`."""
    written = given.get("snowflakeRole")
    return {"Enabled": True, "SnowflakeRole": written} if written else None


SNOWFLAKE = Destination(
    keyword="snowflake",
    text="A table of Snowflake.",
    property="SnowflakeDestinationConfiguration",
    metrics="DeliveryToSnowflake",
    required=("accountUrl", "database", "schema", "table", "secret"),
    fields=(
        decides(
            "accountUrl",
            "AccountUrl",
            text_of(
                "Of the account, in Snowflake's own domain.", "firehose-snowflake-account-url-length", SNOWFLAKE_URL
            ),
        ),
        decides("database", "Database", text_of("Of the table.", "firehose-snowflake-database-length")),
        decides("schema", "Schema", text_of("Of the table.", "firehose-snowflake-schema-length")),
        decides("table", "Table", text_of("Where to.", "firehose-snowflake-table-length")),
        secret("A secret with user, private_key and, where there is one, key_passphrase"),
        Field(
            keyword="snowflakeRole",
            form=text_of(
                "That Snowflake runs with; the user's own default unless given.", "firehose-snowflake-role-name-length"
            ),
            decide=lambda given: {ROLE: role(given)},
            arguments={ROLE: "snowflakeRole"},
        ),
        decides(
            "dataLoading",
            "DataLoadingOption",
            fixed(
                choice("firehose-snowflake-loading-enum", "JSON_MAPPING, keys to columns of the table, unless given.")
            ),
            DEFAULT_LOADING,
        ),
        decides(
            "contentColumn", "ContentColumnName", text_of("Takes the record, when it is loaded as a variant.", COLUMN)
        ),
        decides("metadataColumn", "MetaDataColumnName", text_of("Takes what Firehose says about the record.", COLUMN)),
        decides(
            "privateLink",
            LINK,
            text_of(
                "The VPCE ID that SYSTEM$GET_PRIVATELINK_CONFIG tells; over the internet unless given.",
                "firehose-snowflake-vpce-length",
            ),
        ),
        service_buffering("snowflake"),
        retry("snowflake"),
        backup(failed="FailedDataOnly", everything="AllData"),
    ),
)
