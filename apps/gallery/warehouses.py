"""Delivery to Redshift and to Iceberg tables."""

from __future__ import annotations

from aws_cdk import Duration, Size, Stack
from aws_cdk import aws_s3 as s3
from constructs import Construct

from apps.gallery.secrets import existing_secret
from constructs_lib.cdk import (
    Backup,
    Buffering,
    Database,
    DeliveryStream,
    FailureBucket,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    RedshiftDestination,
    SourceBackup,
    Staging,
)


class Warehouses(Stack):
    """Define deliveries to tables that are there already.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: delivery to Redshift and Iceberg")
        self._redshift()
        failures = Backup(bucket=FailureBucket(self, "Failures"))
        files = s3.Bucket.from_bucket_name(self, "Files", "amzn-s3-demo-bucket")
        DeliveryStream(
            self,
            "ToGlueTables",
            destination=IcebergDestination(
                catalog=IcebergCatalog.glue(files, prefix="tables/"),
                tables=(
                    IcebergTable(database="air", table="flights", unique_keys=("flight_id",)),
                    IcebergTable(database="air", table="delays", partition_by=("day",), error_prefix="delays/"),
                ),
                route={"database": ".database", "table": ".table", "operation": ".operation"},
                create_tables=True,
                evolve_schema=True,
                backup=failures,
            ),
        )
        theirs = s3.Bucket.from_bucket_attributes(
            self, "TheirFiles", bucket_name="amzn-s3-demo-bucket2", account="444455556666"
        )
        DeliveryStream(
            self,
            "ToTheirTables",
            destination=IcebergDestination(
                catalog=IcebergCatalog.glue(theirs, account="444455556666"),
                tables=(IcebergTable(database="air", table="flights"),),
                backup=failures,
            ),
        )
        DeliveryStream(
            self,
            "ToS3Tables",
            destination=IcebergDestination(
                catalog=IcebergCatalog.s3_tables("lake"),
                tables=(IcebergTable(database="air", table="flights"),),
                append_only=True,
                buffering=Buffering(size=Size.mebibytes(64), interval=Duration.seconds(60)),
                backup=failures,
            ),
        )

    def _redshift(self) -> None:
        DeliveryStream(
            self,
            "ToCluster",
            destination=RedshiftDestination(
                database=Database("jdbc:redshift://lake.abc123.eu-west-1.redshift.amazonaws.com:5439/dev"),
                table="flights",
                columns=("carrier", "delay"),
                secret=existing_secret(self, "Cluster"),
                staging=Staging(prefix="flights/", retention=Duration.days(30)),
                source_backup=SourceBackup(),
            ),
        )
        DeliveryStream(
            self,
            "ToWorkgroup",
            destination=RedshiftDestination(
                database=Database(
                    "jdbc:redshift://lake.111122223333.eu-west-1.redshift-serverless.amazonaws.com:5439/dev"
                ),
                table="flights",
                secret=existing_secret(self, "Workgroup"),
            ),
        )
