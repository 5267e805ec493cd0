"""The CloudWatch metrics of a delivery stream, with their dimension."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypedDict, Unpack

from aws_cdk import Duration

from constructs_lib.cdk.delivery.destination_metrics import DestinationMetrics

if TYPE_CHECKING:
    from aws_cdk import aws_cloudwatch as cloudwatch

NAMESPACE = "AWS/Firehose"
AVERAGE = "Average"
MAXIMUM = "Maximum"
SUM = "Sum"


class MetricOptions(TypedDict, total=False):
    """What every metric of the CDK takes, see `aws_cloudwatch.MetricOptions`."""

    account: str | None
    color: str | None
    dimensions_map: Mapping[str, str] | None
    id: str | None
    label: str | None
    period: Duration | None
    region: str | None
    stack_account: str | None
    stack_region: str | None
    statistic: str | None
    unit: cloudwatch.Unit | None
    visible: bool | None


class DeliveryStreamMetrics:
    """Metrics by name; options are those of `aws_cloudwatch.MetricOptions`.

    Source: Firehose Developer Guide, "Monitor Amazon Data Firehose using CloudWatch metrics".
    """

    @property
    @abstractmethod
    def delivery_stream_name(self) -> str:
        """The name of the delivery stream."""

    @property
    @abstractmethod
    def destination_metrics(self) -> DestinationMetrics:
        """How CloudWatch calls the destination."""

    def metric(self, metric_name: str, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give any metric of the delivery stream by its CloudWatch name."""
        from aws_cdk import aws_cloudwatch as cloudwatch

        options.setdefault("dimensions_map", {"DeliveryStreamName": self.delivery_stream_name})
        return cloudwatch.Metric(namespace=NAMESPACE, metric_name=metric_name, **options)

    def metric_incoming_bytes(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `IncomingBytes`: taken in, bytes."""
        return self._metric("IncomingBytes", SUM, options)

    def metric_incoming_records(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `IncomingRecords`: taken in, records."""
        return self._metric("IncomingRecords", SUM, options)

    def metric_delivery(self, name: str, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give a metric of the destination, whichever it is, by what follows its prefix: `ObjectCount`.

        Raises:
            ValueError: Firehose sends no such metric for this destination.
        """
        return self.metric(self.destination_metrics.name(name), **options)

    def metric_delivery_success(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `Success` of the destination: attempts to deliver that succeeded, of all."""
        return self._delivery("Success", AVERAGE, options)

    def metric_delivery_data_freshness(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `DataFreshness` of the destination: age of the oldest record not delivered yet, seconds."""
        return self._delivery("DataFreshness", MAXIMUM, options)

    def metric_delivery_bytes(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `Bytes` of the destination: delivered, bytes."""
        return self._delivery("Bytes", SUM, options)

    def metric_delivery_records(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `Records` of the destination: delivered, records; rows of Iceberg tables."""
        return self._delivery(self.destination_metrics.records, SUM, options)

    def metric_delivery_faults(self, **options: Unpack[MetricOptions]) -> list[cloudwatch.Metric]:
        """Give what is above 0 when the destination refuses records; empty where `Success` says it alone."""
        return [self._delivery(name, SUM, options) for name in self.destination_metrics.faults]

    def metric_transform_success(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `ExecuteProcessing.Success`: calls of the transform that succeeded, of all."""
        return self._metric("ExecuteProcessing.Success", AVERAGE, options)

    def metric_transform_duration(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `ExecuteProcessing.Duration`: of calls of the transform, milliseconds."""
        return self._metric("ExecuteProcessing.Duration", MAXIMUM, options)

    def metric_throttled_records(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `ThrottledRecords`: refused to producers, records."""
        return self._metric("ThrottledRecords", SUM, options)

    def metric_source_millis_behind_latest(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `KinesisMillisBehindLatest`: how far Firehose is behind its data stream, milliseconds."""
        return self._metric("KinesisMillisBehindLatest", MAXIMUM, options)

    def metric_backup_to_s3_bytes(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `BackupToS3.Bytes`: backed up, bytes."""
        return self._metric("BackupToS3.Bytes", SUM, options)

    def metric_backup_to_s3_data_freshness(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `BackupToS3.DataFreshness`: age of the oldest record not backed up yet, seconds."""
        return self._metric("BackupToS3.DataFreshness", MAXIMUM, options)

    def metric_backup_to_s3_records(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `BackupToS3.Records`: backed up, records."""
        return self._metric("BackupToS3.Records", SUM, options)

    def metric_delivery_to_s3_data_freshness(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `DeliveryToS3.DataFreshness`: age of the oldest record not delivered yet, seconds."""
        return self._metric("DeliveryToS3.DataFreshness", MAXIMUM, options)

    def metric_delivery_to_s3_records(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `DeliveryToS3.Records`: delivered, records."""
        return self._metric("DeliveryToS3.Records", SUM, options)

    def metric_delivery_to_s3_success(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `DeliveryToS3.Success`: writes to S3 that succeeded, of all writes."""
        return self._metric("DeliveryToS3.Success", AVERAGE, options)

    def _delivery(self, name: str, statistic: str, options: MetricOptions) -> cloudwatch.Metric:
        return self._metric(self.destination_metrics.name(name), statistic, options)

    def _metric(self, name: str, statistic: str, options: MetricOptions) -> cloudwatch.Metric:
        chosen: MetricOptions = {"statistic": statistic, **options}
        return self.metric(name, **chosen)
