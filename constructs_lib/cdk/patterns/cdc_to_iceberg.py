"""Changes of a database, as rows of an Iceberg table."""

from __future__ import annotations

import json
from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.delivery import (
    Backup,
    DeliveryStream,
    FailureBucket,
    IcebergCatalog,
    IcebergDestination,
    IcebergTable,
    KinesisSource,
)
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct, given
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.whole import whole
from constructs_lib.patterns.definitions.cdc_to_iceberg import CDC_TO_ICEBERG


class CdcToIceberg(PatternConstruct):
    """Define a stream of changes that inserts, updates and deletes rows of an Iceberg table by their keys.

    Args:
        scope: the parent.
        id: unique in the scope.
        database: of the Glue catalog.
        table: of Iceberg, which is there.
        unique_keys: columns that tell one row from all others.
        bucket_name: bucket of the table's files.
        operation_field: field of a record that says insert, update or delete.
        retention_hours: for which the stream keeps changes.
        alarm_topic_arn: is told when the pipeline's alarm rings.

    Raises:
        InvalidArguments: with every argument that does not fit.
        InvalidProperties: with every finding of the policy.
    """

    pattern = CDC_TO_ICEBERG

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        database: str,
        table: str,
        unique_keys: Sequence[str],
        bucket_name: str,
        operation_field: str = "operation",
        retention_hours: float = 48,
        alarm_topic_arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, given(locals()))
        self.stream = DataStream(self, "Changes", retention=Duration.hours(retention_hours), key=self.key)
        files = s3.Bucket.from_bucket_name(self, "Files", bucket_name)
        self.delivery = DeliveryStream(
            self,
            "ToTable",
            source=KinesisSource(self.stream),
            destination=IcebergDestination(
                catalog=IcebergCatalog.glue(files),
                tables=(IcebergTable(database=database, table=table, unique_keys=tuple(unique_keys)),),
                route={
                    "database": json.dumps(database),
                    "table": json.dumps(table),
                    "operation": f".{operation_field}",
                },
                backup=Backup(bucket=FailureBucket(self, "Failures")),
            ),
        )
        self.monitor(alarm_topic_arn, streams=[self.stream], deliveries=[self.delivery])
