"""How sensitive the alarms of a pipeline are, and whom they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns

DEFAULT_PERIOD_SECONDS = 300
DEFAULT_PERIODS = 3
DEFAULT_LAG_SHARE = 0.5
DEFAULT_SUCCESS_SHARE = 0.95
DEFAULT_QUOTA_SHARE = 0.8
DEFAULT_FRESHNESS_MARGIN_SECONDS = 300

AlarmTarget = sns.ITopic | cloudwatch.IAlarmAction


@dataclass(frozen=True, kw_only=True)
class AlarmSettings:
    """Shares of the pipeline's own settings; the thresholds follow from them.

    Attributes:
        targets: topics or alarm actions that the alarm of the whole pipeline tells, also of its end; nobody unless
            given.
        composite: one alarm for the pipeline; without it each alarm tells the targets itself.
        lag_share: of the time after which records are lost or given up, how much a reader may be behind.
        success_share: of attempts to deliver or to transform, how many must succeed: Firehose repeats the others.
        quota_share: of what Firehose takes from producers, how much may be used.
        freshness_margin: how much later than its buffers and retries allow a record may be delivered.
        period: over which metrics are looked at.
        periods: for how many of them in a row something must be wrong that may heal by itself.
        without: CloudWatch's names of metrics that raise no alarm.

    Raises:
        ValueError: a share is not above 0 and at most 1, `periods` is below 1, or a duration holds a token.
    """

    targets: Sequence[AlarmTarget] = ()
    composite: bool = True
    lag_share: float = DEFAULT_LAG_SHARE
    success_share: float = DEFAULT_SUCCESS_SHARE
    quota_share: float = DEFAULT_QUOTA_SHARE
    freshness_margin: Duration = field(default_factory=lambda: Duration.seconds(DEFAULT_FRESHNESS_MARGIN_SECONDS))
    period: Duration = field(default_factory=lambda: Duration.seconds(DEFAULT_PERIOD_SECONDS))
    periods: int = DEFAULT_PERIODS
    without: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in (each.name for each in fields(self) if each.name.endswith("_share")):
            share = getattr(self, name)
            if not 0 < share <= 1:
                raise ValueError(f"{name} must be above 0 and at most 1, given {share}")
        for name in ("freshness_margin", "period"):
            if getattr(self, name).is_unresolved():
                raise ValueError(f"{name} holds a token, from which no threshold can be computed: give it a value")
        if self.periods < 1:
            raise ValueError(f"periods must be at least 1, given {self.periods}")
