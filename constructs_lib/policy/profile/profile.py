"""An organisation's own policy as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import NamedTuple

from constructs_lib.limits import Limit, limit
from constructs_lib.policy.finding import Finding, Severity


class Environment(NamedTuple):
    """Where a template is deployed; `None` is what is not known.

    Attributes:
        account: twelve digits.
        region: such as `eu-west-1`.
    """

    account: str | None = None
    region: str | None = None


NOWHERE = Environment()


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """A finding that is accepted for a while.

    Attributes:
        rule: id.
        resource: logical id, or construct path with what is below it, with wildcards; every resource unless given.
        file: with wildcards; every file unless given.
        owner: who answers for it.
        reason: why it is accepted.
        expires: the last day on which it counts.
        line: where it stands in the profile.
    """

    rule: str
    owner: str
    reason: str
    expires: dt.date
    line: int
    resource: str = "*"
    file: str = "*"

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is meant."""
        names = (finding.resource, finding.construct_path or finding.resource)
        return (
            finding.rule == self.rule
            and self.is_about([finding.file])
            and any(fnmatchcase(name, pattern) for name in names for pattern in self.patterns)
        )

    @property
    def patterns(self) -> tuple[str, ...]:
        """What a resource is compared with: a construct path stands for everything below it, too."""
        return (self.resource, f"{self.resource}/*") if "/" in self.resource else (self.resource,)

    def is_about(self, files: Iterable[str]) -> bool:
        """Tell whether one of the files is meant, however far from the root it is named."""
        return any(fnmatchcase(file, pattern) for file in files for pattern in (self.file, f"*/{self.file}"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Quota:
    """A limit that AWS has raised.

    Attributes:
        limit: id of an adjustable limit.
        value: the new maximum.
        account: twelve digits; every account unless given.
        region: every region unless given.
    """

    limit: str
    value: float
    account: str | None = None
    region: str | None = None

    def holds(self, environment: Environment) -> bool | None:
        """Tell whether the quota was granted for an account and region; `None` where that is not known."""
        pairs = ((self.account, environment.account), (self.region, environment.region))
        asked = [(mine, its) for mine, its in pairs if mine is not None]
        if any(its is not None and mine != its for mine, its in asked):
            return False
        return None if any(its is None for _, its in asked) else True


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Profile:
    """What an organisation asks of its pipelines, beyond what AWS does.

    Attributes:
        name: the file.
        severities: rule id to its severity here; `None` where it is switched off.
        bounds: tighter limits, by id.
        quotas: what AWS has granted, by limit.
        customer_keys: whether AWS managed keys are refused.
        tags: keys that every stream carries.
        destinations: the destinations allowed; all unless given.
        waivers: findings accepted for a while.
    """

    name: str = ""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    bounds: Mapping[str, Limit] = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()
    customer_keys: bool = False
    tags: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def raised(self, environment: Environment, *, possibly: bool = False) -> dict[str, Limit]:
        """The limits that are raised in an account and region.

        Args:
            environment: where a template is deployed.
            possibly: whether those count, too, whose account or region is not known.
        """
        highest: dict[str, float] = {}
        for quota in self.quotas:
            holds = quota.holds(environment)
            if holds or (possibly and holds is None):
                highest[quota.limit] = max(quota.value, highest.get(quota.limit, quota.value))
        return {key: replace(limit(key), maximum=value) for key, value in highest.items()}
