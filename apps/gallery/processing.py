"""What happens between source and destination: transforms from a file, partitions, columns from a schema."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import Duration, Size, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.cdk import (
    AppendDelimiter,
    Deaggregation,
    Decompression,
    DeliveryStream,
    EventTable,
    FailureBucket,
    FormatConversion,
    LambdaTransform,
    LogMessageExtraction,
    Orc,
    PartitionBy,
    PythonEntry,
    S3Destination,
)

CLEAN = Path(__file__).parent / "functions" / "clean.py"
FLIGHT = {
    "type": "object",
    "properties": {
        "carrier": {"type": "string"},
        "delay": {"type": ["integer", "null"], "minimum": -120, "maximum": 10000},
        "departed": {"type": "string", "format": "date-time"},
        "route": {"$ref": "#/$defs/route"},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "$defs": {
        "route": {
            "type": "object",
            "properties": {
                "from": {"type": "string"},
                "to": {"type": "string"},
                "via": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
}


class Processing(Stack):
    """Define deliveries to S3 that share a failure bucket.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: processing")
        self.failures = FailureBucket(self, "Failures")
        self._transforms()
        self._columns()
        DeliveryStream(
            self,
            "Everything",
            processors=[Decompression(), LogMessageExtraction(), Deaggregation(delimiter="#"), AppendDelimiter()],
            transform=LambdaTransform(entry=CLEAN),
            destination=S3Destination(
                partition_by=PartitionBy(queries={"late": ".delay > 0"}, transform_keys=("carrier",)),
                failures=self.failures,
            ),
        )

        self._logs()

    def _logs(self) -> None:
        kept = DeliveryStream(
            self,
            "LoggedUnderKey",
            destination=S3Destination(failures=self.failures),
            log_key=kms.Key(self, "LogKey", enable_key_rotation=True),
            log_retention=logs.RetentionDays.THREE_MONTHS,
        )
        DeliveryStream(self, "LoggedThere", destination=S3Destination(failures=self.failures), log_group=kept.log_group)

    def _transforms(self) -> None:
        by_carrier = PartitionBy.transform("carrier")
        DeliveryStream(
            self,
            "OnGraviton",
            transform=LambdaTransform(entry=CLEAN),
            destination=S3Destination(partition_by=by_carrier, failures=self.failures),
        )
        DeliveryStream(
            self,
            "OnIntel",
            transform=LambdaTransform(
                entry=PythonEntry(
                    path=CLEAN,
                    architecture=lambda_.Architecture.X86_64,
                    timeout=Duration.minutes(2),
                    memory=Size.mebibytes(1024),
                    environment={"STAGE": "gallery"},
                ),
                buffer_size=Size.mebibytes(2),
                retries=1,
                output_growth=1.2,
            ),
            destination=S3Destination(partition_by=by_carrier, failures=self.failures),
        )

    def _columns(self) -> None:
        DeliveryStream(
            self,
            "ColumnsOfSchema",
            destination=S3Destination(
                prefix="flights/carrier=!{partitionKeyFromQuery:carrier}/day=!{timestamp:yyyy-MM-dd}/",
                partition_by=PartitionBy.jq({"carrier": ".carrier"}),
                conversion=FormatConversion(table=EventTable(schema=FLIGHT, name="flights")),
                failures=self.failures,
            ),
        )
        DeliveryStream(
            self,
            "ColumnsInOrc",
            destination=S3Destination(
                prefix="flights/",
                conversion=FormatConversion(
                    table=EventTable(
                        schema=FLIGHT, name="flights_in_orc", database="air", types={"/properties/delay": "smallint"}
                    ),
                    output=Orc(),
                ),
                failures=self.failures,
            ),
        )
