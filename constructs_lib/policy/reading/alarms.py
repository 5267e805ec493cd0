"""Read the metrics of alarms: the single one, and those of metric math."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from constructs_lib.graph import ResourceView, Value

ALARM = "AWS::CloudWatch::Alarm"
KINESIS, FIREHOSE, LAMBDA = "AWS/Kinesis", "AWS/Firehose", "AWS/Lambda"
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
"""Metric names by namespace. Source: as for CWA010."""
ACCOUNT_WIDE = frozenset({"ResourceCount", "ListDeliveryStreams.Latency", "ListDeliveryStreams.Requests"})
"""Those of Firehose that have no delivery stream."""
SHARD_ONLY = frozenset({"OutgoingBytes", "OutgoingRecords", "IteratorAgeMilliseconds"})
"""Those of Kinesis that exist for shards only."""
PER_CONSUMER = "SubscribeToShard"
"""How the names of metrics of stream consumers begin."""


class Metric(NamedTuple):
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

    @property
    def statistic(self) -> Value:
        """Such as `Maximum`: beside a single metric, or around one of metric math."""
        if not self.at.path:
            return self.at["Statistic"]
        return self.at.owner[".".join(map(str, (*self.at.path[:-1], "Stat")))]

    def dimension(self, name: str) -> Value | None:
        """The value of a dimension; `None` when it is not there."""
        return next((d["Value"] for d in self.at["Dimensions"].items if d["Name"].text == name), None)


def metrics_of(alarm: ResourceView, *more: str) -> Iterator[Metric]:
    """The metrics of Kinesis and Firehose, and of more namespaces, that an alarm looks at."""
    for metric in all_metrics(alarm):
        if metric.namespace.exists and metric.namespace.text in {*NAMES, *more}:
            yield metric


def all_metrics(alarm: ResourceView) -> Iterator[Metric]:
    """The metrics that an alarm looks at, of whatever namespace."""
    yield Metric(Value((), alarm.resource.properties, alarm))
    for query in alarm["Metrics"].items:
        if query["MetricStat"].exists:
            yield Metric(query["MetricStat.Metric"])


def is_of_streams(alarm: ResourceView) -> bool:
    """Tell whether an alarm looks at a stream, a delivery stream or a function."""
    return next(metrics_of(alarm, LAMBDA), None) is not None
