"""The service metrics that alarms look at, published for what the workers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from constructs_lib.local.launcher.contract import expect

if TYPE_CHECKING:
    from constructs_lib.local.launcher.arrivals import Source
    from constructs_lib.simulation import DeliveryCounts

MILLISECONDS = 1000
DELIVERIES = {"HttpEndpoint": "DeliveryToHttpEndpoint"}
DELIVERY_TO_S3 = "DeliveryToS3"


def check(patch: str) -> None:
    """Check what publishing relies on."""
    expect(patch, cloudwatch, record_metric=("namespace", "metric_name", "value", "unit", "dimensions"))


def incoming(stream_name: str, sizes: list[int]) -> None:
    """Publish what a stream took, within a request."""
    dimensions = {"StreamName": stream_name}
    cloudwatch.record_metric("AWS/Kinesis", "IncomingRecords", len(sizes), "Count", dimensions)
    cloudwatch.record_metric("AWS/Kinesis", "IncomingBytes", sum(sizes), "Bytes", dimensions)


def iterator_age(source: Source, function_arn: str, seconds: float, *, account: str, region: str) -> None:
    """Publish how old the last record of a batch was when it was done, for the function and for the stream.

    Args:
        source: the stream or its consumer.
        function_arn: the function.
        seconds: the age.
        account: of the mapping.
        region: of the mapping.
    """
    age = seconds * MILLISECONDS
    function = function_arn.partition(":function:")[2].partition(":")[0]
    with request_scope(account, region):
        cloudwatch.record_metric("AWS/Lambda", "IteratorAge", age, "Milliseconds", {"FunctionName": function})
    with request_scope(source.account, source.region):
        if source.consumer:
            dimensions = {"StreamName": source.name, "ConsumerName": source.consumer}
            name = "SubscribeToShardEvent.MillisBehindLatest"
        else:
            dimensions = {"StreamName": source.name}
            name = "GetRecords.IteratorAgeMilliseconds"
        cloudwatch.record_metric("AWS/Kinesis", name, age, "Milliseconds", dimensions)


def delivered(
    record: dict[str, Any], before: DeliveryCounts | None, now: DeliveryCounts, source: Source | None
) -> None:
    """Publish what a delivery stream took and wrote between two readings of its books, within its scope.

    Args:
        record: MiniStack's record of the delivery stream.
        before: the earlier reading, where there is one.
        now: the later one.
        source: the stream it reads, unless records are put directly.
    """
    delivery = next((DELIVERIES.get(one["type"], DELIVERY_TO_S3) for one in record["destinations"]), DELIVERY_TO_S3)
    received = now.received - (before.received if before else 0)
    written = now.delivered - (before.delivered if before else 0)
    changes = {
        "DataReadFromKinesisStream.Records" if source else "IncomingRecords": received,
        f"{delivery}.Records": written,
        f"{delivery}.Success": int(written > 0),
    }
    for metric, change in changes.items():
        if change:
            cloudwatch.record_metric("AWS/Firehose", metric, change, "Count", {"DeliveryStreamName": record["name"]})
