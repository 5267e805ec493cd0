"""What an alarm looks at, in CloudWatch's own terms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from constructs_lib.cdk.tokens import seconds
from constructs_lib.graph import Definition, Reference

AVERAGE, MAXIMUM, SUM = "Average", "Maximum", "Sum"
KINESIS, FIREHOSE, LAMBDA, SQS = "AWS/Kinesis", "AWS/Firehose", "AWS/Lambda", "AWS/SQS"
ABOVE = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
BELOW = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
OPERATORS = {ABOVE: "GreaterThanThreshold", BELOW: "LessThanThreshold"}
PERCENT = 100


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A metric with its dimensions.

    Attributes:
        namespace: such as `AWS/Kinesis`.
        name: as the service writes it.
        dimensions: without all of them CloudWatch sees no data.
        statistic: over a period.
    """

    namespace: str
    name: str
    dimensions: Mapping[str, str]
    statistic: str

    def metric(self, period: Duration, label: str | None = None) -> cloudwatch.Metric:
        """Give the metric of the CDK."""
        return cloudwatch.Metric(
            namespace=self.namespace,
            metric_name=self.name,
            dimensions_map=self.dimensions,
            statistic=self.statistic,
            period=period,
            label=label,
        )

    def properties(self, period: Duration) -> dict[str, Any]:
        """Give the properties of an alarm on the metric, in CloudFormation's casing."""
        return {**self._identity(), "Statistic": self.statistic, "Period": seconds(period, "alarms.period")}

    def query(self, period: Duration) -> dict[str, Any]:
        """Give the same as a part of metric math."""
        return {"Metric": self._identity(), "Period": seconds(period, "alarms.period"), "Stat": self.statistic}

    def _identity(self) -> dict[str, Any]:
        dimensions = [{"Name": name, "Value": value} for name, value in sorted(self.dimensions.items())]
        return {"Namespace": self.namespace, "MetricName": self.name, "Dimensions": dimensions}


class Expression(ABC):
    """Metric math over measures, each by the name that the expression gives it."""

    EXPRESSION: ClassVar[str]

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of the metric that it is about."""

    @property
    @abstractmethod
    def _measures(self) -> Mapping[str, Measure]: ...

    @property
    @abstractmethod
    def _label(self) -> str: ...

    def metric(self, period: Duration, label: str | None = None) -> cloudwatch.MathExpression:
        """Give the expression of the CDK."""
        metrics = {name: measure.metric(period) for name, measure in self._measures.items()}
        return cloudwatch.MathExpression(
            expression=self.EXPRESSION, using_metrics=metrics, period=period, label=label or self._label
        )

    def properties(self, period: Duration) -> dict[str, Any]:
        """Give the properties of an alarm on the expression, in CloudFormation's casing."""
        expression = {"Id": "expr_1", "Expression": self.EXPRESSION, "Label": self._label, "ReturnData": True}
        measures = (
            {"Id": name, "MetricStat": measure.query(period), "ReturnData": False}
            for name, measure in self._measures.items()
        )
        return {"Metrics": [expression, *measures]}


@dataclass(frozen=True, kw_only=True)
class QuotaShare(Expression):
    """How many percent of a quota, which the service publishes as a metric, are used.

    Attributes:
        used: a sum over the period.
        quota: per second.
    """

    used: Measure
    quota: Measure

    EXPRESSION = f"{PERCENT} * used / PERIOD(used) / quota"

    @property
    def name(self) -> str:
        """The name of the metric of the quota."""
        return self.quota.name

    @property
    def _measures(self) -> Mapping[str, Measure]:
        return {"used": self.used, "quota": self.quota}

    @property
    def _label(self) -> str:
        return f"{self.used.name}, % of {self.quota.name}"


@dataclass(frozen=True, kw_only=True)
class Growth(Expression):
    """By how much a metric has grown since the period before, for one that counts since a job began.

    Attributes:
        counter: the metric.
    """

    counter: Measure

    EXPRESSION = "DIFF(counter)"

    @property
    def name(self) -> str:
        """The name of the metric that counts."""
        return self.counter.name

    @property
    def _measures(self) -> Mapping[str, Measure]:
        return {"counter": self.counter}

    @property
    def _label(self) -> str:
        return f"new {self.counter.name}"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What raises an alarm.

    Attributes:
        id: of the alarm, unique among those of a pipeline.
        measure: what is looked at.
        threshold: in the unit of the metric.
        why: what has happened and what to do, for whoever is woken.
        comparison: with the threshold.
        heals: something that may heal by itself must last; anything else rings at once.
    """

    id: str
    measure: Measure | Expression
    threshold: float
    why: str
    comparison: cloudwatch.ComparisonOperator = ABOVE
    heals: bool = True


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A stream, a consumer or a delivery stream with all that is watched of it.

    Attributes:
        title: for people.
        watches: what raises an alarm.
        graphs: rows of the dashboard: title to what is drawn.
        context: definitions that the dimensions refer to.
        references: token text of a dimension to the attribute it stands for.
    """

    title: str
    watches: tuple[Watch, ...]
    graphs: Mapping[str, tuple[Measure, ...]]
    context: tuple[Definition, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
