"""What an audit returns: the report of a check, what was skipped, and the quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from constructs_lib.policy.report import Report


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not read.

    Attributes:
        call: such as `iam:GetRole`.
        resource: name or ARN; empty for the whole account.
        reason: one phrase.
    """

    call: str
    resource: str
    reason: str

    def __str__(self) -> str:
        """One line for people."""
        about = f" {self.resource}" if self.resource else ""
        return f"{self.call}{about}: {self.reason}"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuotaUse:
    """A quota in force, and how much of it is used.

    Attributes:
        service: such as `kinesis`.
        name: what is counted.
        used: how much; `None` where it is not known.
        value: the quota; `None` where it is not known.
        source: where the value comes from: a call, or the default of the limits.
        resource: name or ARN, for a quota of one resource.
    """

    service: str
    name: str
    used: float | None
    value: float | None
    source: str
    resource: str = ""

    @property
    def share(self) -> float:
        """How much of it is used, where 1 is all."""
        return 0.0 if self.used is None or not self.value else self.used / self.value


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditReport(Report):
    """The result of an audit.

    Attributes:
        account: twelve digits.
        region: such as `eu-west-1`.
        skipped: what was not read, and why.
        quotas: those in force.
        audited: type and ARN of everything that was read.
    """

    account: str
    region: str
    skipped: Sequence[Skipped] = ()
    quotas: Sequence[QuotaUse] = ()
    audited: Sequence[tuple[str, str]] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values: that of a check, and what an audit adds."""
        return {
            **Report.to_dict(self),
            "account": self.account,
            "region": self.region,
            "skipped": [asdict(one) for one in self.skipped],
            "quotas": [asdict(quota) for quota in self.quotas],
        }
