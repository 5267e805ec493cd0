"""From the Redshift table of a pipeline spec to that of the constructs."""

from __future__ import annotations

from constructs_lib.cdk.delivery import Compression, Database, RedshiftDestination, Staging
from constructs_lib.cdk.delivery.destinations import Destination
from constructs_lib.cdk.pipeline.destinations.place import Place, buffering, duration, only, source_backup
from constructs_lib.spec import Settings
from constructs_lib.spec.units import SHORT


def to_redshift(given: Settings, place: Place) -> Destination:
    """Deliver to a table of Redshift."""
    staging = given.below("staging")
    return RedshiftDestination(
        database=Database(given.get("database")),
        table=given.get("table"),
        secret=place.needed_secret(given),
        columns=tuple(given.get("columns", ())),
        staging=Staging(
            bucket=place.bucket(staging.get("bucket"), "Staging"),
            prefix=staging.get("prefix"),
            buffering=buffering(staging),
            compression=Compression(staging.get("compression", "GZIP")),
            key=place.key(staging, "Staging"),
        ),
        source_backup=source_backup(given, place),
        **only(copy_options=given.get("copyOptions"), retry=duration(given, "retry", SHORT)),
    )
