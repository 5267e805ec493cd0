"""CloudWatch metrics, sent on as they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_kinesisfirehose as firehose
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import permissions
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.roles import writer_role
from constructs_lib.cdk.writers.targets import delivery_target_of

TYPE = "AWS::CloudWatch::MetricStream"
SERVICE = "streams.metrics.cloudwatch.amazonaws.com"
ARGUMENTS = {
    "FirehoseArn": "target",
    "OutputFormat": "output_format",
    "IncludeFilters": "include",
    "ExcludeFilters": "exclude",
    "Name": "metric_stream_name",
}


class MetricFormat(Enum):
    """How a metric stream writes a metric.

    Source: CloudFormation Template Reference, `AWS::CloudWatch::MetricStream`, OutputFormat.
    """

    JSON = "json"
    OPEN_TELEMETRY_0_7 = "opentelemetry0.7"
    OPEN_TELEMETRY_1_0 = "opentelemetry1.0"


DEFAULT_FORMAT = MetricFormat.JSON


@dataclass(frozen=True)
class MetricFilter:
    """Metrics that are sent, or left out.

    Attributes:
        namespace: such as `AWS/Kinesis`.
        metrics: their names; all of the namespace unless given.
    """

    namespace: str
    metrics: Sequence[str] = ()

    def properties(self) -> dict[str, Any]:
        """Give the filter in CloudFormation's casing."""
        return {"Namespace": self.namespace, "MetricNames": list(self.metrics) or None}


class MetricStream(Construct):
    """Send CloudWatch metrics to a delivery stream, a minute or two after they were measured.

    Args:
        scope: the parent.
        id: unique in the scope.
        target: takes direct puts.
        include: only these metrics; all of the account and region unless given, each of which is billed.
        exclude: all but these.
        output_format: one JSON object in a line unless given.
        include_linked_accounts: also send what linked accounts show to this monitoring account.
        metric_stream_name: CloudFormation makes one unless given.

    Attributes:
        role: the role that CloudWatch writes with.
        resource: the L1 construct.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the metric stream.
        TypeError: the target is no delivery stream.
        ValueError: `include` and `exclude` were both given.

    Example:
        >>> MetricStream(self, "Metrics", target=delivery, include=[MetricFilter("AWS/Kinesis")])  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        target: firehose.IDeliveryStream,
        include: Sequence[MetricFilter] = (),
        exclude: Sequence[MetricFilter] = (),
        output_format: MetricFormat = DEFAULT_FORMAT,
        include_linked_accounts: bool = False,
        metric_stream_name: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        if include and exclude:
            raise ValueError("include and exclude cannot both be given: a metric stream takes one of them")
        written = delivery_target_of(target, "CloudWatch")
        self.role = writer_role(self, SERVICE, written)
        properties = present(
            {
                "FirehoseArn": written.arn,
                "RoleArn": self.role.role_arn,
                "OutputFormat": output_format.value,
                "IncludeFilters": [metrics.properties() for metrics in include] or None,
                "ExcludeFilters": [metrics.properties() for metrics in exclude] or None,
                "IncludeLinkedAccountsMetrics": include_linked_accounts or None,
                "Name": metric_stream_name,
            }
        )
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = cloudwatch.CfnMetricStream(
            self, "Resource", **l1.arguments(cloudwatch.CfnMetricStreamProps, properties)
        )
        self.resource.node.add_dependency(*permissions(self.role))
