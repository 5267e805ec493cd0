"""From the Snowflake table of a pipeline spec to that of the constructs."""

from __future__ import annotations

from constructs_lib.cdk.delivery import DataLoading, SnowflakeDestination
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, delivered
from constructs_lib.spec import Settings


def to_snowflake(given: Settings, place: Place) -> Destination:
    """Deliver to a table of Snowflake."""
    return SnowflakeDestination(
        account_url=given.get("accountUrl"),
        database=given.get("database"),
        schema=given.get("schema"),
        table=given.get("table"),
        secret=place.needed_secret(given),
        snowflake_role=given.get("snowflakeRole"),
        data_loading=DataLoading(given.get("dataLoading", "JSON_MAPPING")),
        content_column=given.get("contentColumn"),
        metadata_column=given.get("metadataColumn"),
        private_link=given.get("privateLink"),
        buffering=buffering(given, "snowflake"),
        **delivered(given, place),
    )
