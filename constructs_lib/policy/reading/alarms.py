"""Read the metrics of alarms: the single one, and those of metric math."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from constructs_lib.graph import ResourceView, Value

ALARM = "AWS::CloudWatch::Alarm"
KINESIS, FIREHOSE = "AWS/Kinesis", "AWS/Firehose"
OF_KINESIS = """
GetRecords.Bytes GetRecords.IteratorAge GetRecords.IteratorAgeMilliseconds GetRecords.Latency GetRecords.Records
GetRecords.Success IncomingBytes IncomingRecords PutRecord.Bytes PutRecord.Latency PutRecord.Success
PutRecords.Bytes PutRecords.FailedRecords PutRecords.Latency PutRecords.Records PutRecords.Success
PutRecords.SuccessfulRecords PutRecords.ThrottledRecords PutRecords.TotalRecords ReadProvisionedThroughputExceeded
SubscribeToShard.RateExceeded SubscribeToShard.Success SubscribeToShardEvent.Bytes
SubscribeToShardEvent.MillisBehindLatest SubscribeToShardEvent.Records SubscribeToShardEvent.Success
WriteProvisionedThroughputExceeded OutgoingBytes OutgoingRecords IteratorAgeMilliseconds
"""
OF_FIREHOSE = """
ActivePartitionsLimit BackupToS3.Bytes BackupToS3.DataFreshness BackupToS3.Records BackupToS3.Success
BytesPerSecondLimit DataReadFromKinesisStream.Bytes DataReadFromKinesisStream.Records DeliveryToS3.Bytes
DeliveryToS3.DataFreshness DeliveryToS3.Records DeliveryToS3.Success DeliveryToS3.ObjectCount
DeliveryToRedshift.Bytes DeliveryToRedshift.Records DeliveryToRedshift.Success DeliveryToSplunk.Bytes
DeliveryToSplunk.DataAckLatency DeliveryToSplunk.DataFreshness DeliveryToSplunk.Records DeliveryToSplunk.Success
DeliveryToHttpEndpoint.Bytes DeliveryToHttpEndpoint.DataFreshness DeliveryToHttpEndpoint.ProcessedBytes
DeliveryToHttpEndpoint.ProcessedRecords DeliveryToHttpEndpoint.Records DeliveryToHttpEndpoint.Success
DescribeDeliveryStream.Latency DescribeDeliveryStream.Requests ExecuteProcessing.Duration ExecuteProcessing.Success
FailedConversion.Bytes FailedConversion.Records IncomingBytes IncomingPutRequests IncomingRecords
JQProcessing.Duration KMSKeyAccessDenied KMSKeyDisabled KMSKeyInvalidState KMSKeyNotFound KafkaOffsetLag
KinesisMillisBehindLatest ListDeliveryStreams.Latency ListDeliveryStreams.Requests PartitionCount
PartitionCountExceeded PerPartitionThroughput PutRecord.Bytes PutRecord.Latency PutRecord.Requests
PutRecordBatch.Bytes PutRecordBatch.Latency PutRecordBatch.Records PutRecordBatch.Requests PutRequestsPerSecondLimit
RecordsPerSecondLimit ResourceCount SucceedConversion.Bytes SucceedConversion.Records SucceedProcessing.Bytes
SucceedProcessing.Records ThrottledDescribeStream ThrottledGetRecords ThrottledGetShardIterator ThrottledRecords
UpdateDeliveryStream.Latency UpdateDeliveryStream.Requests
"""
NAMES = {KINESIS: frozenset(OF_KINESIS.split()), FIREHOSE: frozenset(OF_FIREHOSE.split())}
"""Metric names by namespace. Source: Kinesis Data Streams and Data Firehose Developer Guides, monitoring, 2026."""
ACCOUNT_WIDE = frozenset({"ResourceCount", "ListDeliveryStreams.Latency", "ListDeliveryStreams.Requests"})
"""Those of Firehose that have no delivery stream."""
SHARD_ONLY = frozenset({"OutgoingBytes", "OutgoingRecords", "IteratorAgeMilliseconds"})
"""Those of Kinesis that exist for shards only."""
PER_CONSUMER = "SubscribeToShard"
"""How the names of metrics of stream consumers begin."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of an alarm.

    Attributes:
        at: what encloses its namespace, name and dimensions.
    """

    at: Value

    @property
    def namespace(self) -> Value:
        """Such as `AWS/Kinesis`."""
        return self.at["Namespace"]

    @property
    def name(self) -> Value:
        """Such as `IncomingBytes`."""
        return self.at["MetricName"]

    def dimension(self, name: str) -> Value | None:
        """The value of a dimension; `None` when it is not there."""
        return next((d["Value"] for d in self.at["Dimensions"].items if d["Name"].text == name), None)


def metrics_of(alarm: ResourceView) -> Iterator[Metric]:
    """The metrics of Kinesis and Firehose that an alarm looks at."""
    single = Value((), alarm.resource.properties, alarm)
    of_math = [query["MetricStat.Metric"] for query in alarm["Metrics"].items]
    for at in (single, *of_math):
        if at["Namespace"].exists and at["Namespace"].text in NAMES:
            yield Metric(at)
