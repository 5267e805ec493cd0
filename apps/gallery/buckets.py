"""Delivery to S3: logs, partitions, columns."""

from __future__ import annotations

from aws_cdk import Stack, TimeZone
from aws_cdk import aws_glue as glue
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk import (
    AppendDelimiter,
    DataStream,
    Deaggregation,
    Decompression,
    DeliveryStream,
    FailureBucket,
    FormatConversion,
    GlueTable,
    HiveJson,
    KinesisSource,
    LogMessageExtraction,
    OpenXJson,
    Orc,
    OrcCompression,
    Parquet,
    ParquetCompression,
    PartitionBy,
    S3Destination,
    SourceBackup,
)

COLUMNS = {"carrier": "string", "delay": "int", "departed": "timestamp"}


class Buckets(Stack):
    """Define deliveries to S3 with a failure bucket in common.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: delivery to S3")
        failures = FailureBucket(self, "Failures")
        DeliveryStream(
            self,
            "Logs",
            processors=[Decompression(), LogMessageExtraction(), AppendDelimiter()],
            destination=S3Destination(prefix="logs/", time_zone=TimeZone.EUROPE_LONDON, failures=failures),
        )
        DeliveryStream(
            self,
            "Partitions",
            source=KinesisSource(DataStream(self, "Flights")),
            processors=[Deaggregation(), AppendDelimiter()],
            destination=S3Destination(
                partition_by=PartitionBy.jq({"carrier": ".carrier", "late": ".delay > 0"}), failures=failures
            ),
        )
        table = self._table()
        DeliveryStream(
            self,
            "Parquet",
            destination=S3Destination(
                prefix="flights/", conversion=FormatConversion(table=GlueTable.of(table)), failures=failures
            ),
        )
        DeliveryStream(
            self,
            "SmallParquet",
            destination=S3Destination(
                prefix="flights/",
                conversion=FormatConversion(
                    table=GlueTable.of(table),
                    input=HiveJson(timestamp_formats=("yyyy-MM-dd'T'HH:mm:ss",)),
                    output=Parquet(compression=ParquetCompression.GZIP, dictionary=True),
                ),
                failures=failures,
            ),
        )
        DeliveryStream(
            self,
            "Orc",
            destination=S3Destination(
                prefix="flights/",
                conversion=FormatConversion(
                    table=GlueTable.of(table),
                    input=OpenXJson(keys={"departed": "dep_time"}),
                    output=Orc(compression=OrcCompression.ZLIB, bloom_filter_columns=("carrier",)),
                ),
                source_backup=SourceBackup(),
                failures=failures,
            ),
        )

        DeliveryStream(
            self,
            "ToAnotherAccount",
            destination=S3Destination(
                bucket=s3.Bucket.from_bucket_attributes(
                    self, "Theirs", bucket_name="amzn-s3-demo-destination-bucket", account="444455556666"
                ),
                prefix="flights/",
            ),
        )

    def _table(self) -> glue.CfnTable:
        database = glue.CfnDatabase(
            self, "Air", catalog_id=self.account, database_input=glue.CfnDatabase.DatabaseInputProperty()
        )
        columns = [glue.CfnTable.ColumnProperty(name=name, type=kind) for name, kind in COLUMNS.items()]
        return glue.CfnTable(
            self,
            "Table",
            catalog_id=self.account,
            database_name=database.ref,
            table_input=glue.CfnTable.TableInputProperty(
                name="flights", storage_descriptor=glue.CfnTable.StorageDescriptorProperty(columns=columns)
            ),
        )
