"""The CloudWatch metrics of a delivery stream, with their dimension."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TypedDict, Unpack

from aws_cdk import Duration
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

    def metric(self, metric_name: str, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give any metric of the delivery stream by its CloudWatch name."""
        options.setdefault("dimensions_map", {"DeliveryStreamName": self.delivery_stream_name})
        return cloudwatch.Metric(namespace=NAMESPACE, metric_name=metric_name, **options)

    def metric_incoming_bytes(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `IncomingBytes`: taken in, bytes."""
        return self._metric("IncomingBytes", SUM, options)

    def metric_incoming_records(self, **options: Unpack[MetricOptions]) -> cloudwatch.Metric:
        """Give `IncomingRecords`: taken in, records."""
        return self._metric("IncomingRecords", SUM, options)

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

    def _metric(self, name: str, statistic: str, options: MetricOptions) -> cloudwatch.Metric:
        chosen: MetricOptions = {"statistic": statistic, **options}
        return self.metric(name, **chosen)
