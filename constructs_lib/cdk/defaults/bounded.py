"""The values that a profile's bounds leave for what is not given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aws_cdk import Duration

from constructs_lib.limits import limit
from constructs_lib.policy.profile import Profile

RETENTION = "kinesis-stream-retention-hours"


@dataclass(frozen=True)
class Bounded:
    """A bounded property of an L2 mapping.

    Attributes:
        name: in TypeScript.
        limit: id of the limit.
        endless: there is no end unless it is given, whatever the limit's default says.
        made: what the L2 takes in the number's place.
    """

    name: str
    limit: str
    endless: bool = False
    made: Callable[[float], object] = float


MAPPING = (
    Bounded("batchSize", "esm-batch-size"),
    Bounded("parallelizationFactor", "esm-parallelization-factor"),
    Bounded("maxBatchingWindow", "esm-batching-window", made=Duration.seconds),
    Bounded("maxRecordAge", "esm-max-record-age", endless=True, made=Duration.seconds),
    Bounded("retryAttempts", "esm-max-retry-attempts", endless=True),
)


def mapping_defaults(profile: Profile) -> dict[str, object]:
    """Give the properties of a mapping that AWS's own defaults would put out of the profile's bounds."""
    values = {each: (highest if each.endless else nearest)(each.limit, profile) for each in MAPPING}
    return {each.name: each.made(value) for each, value in values.items() if value is not None}


def nearest(limit_id: str, profile: Profile) -> float | None:
    """Give the bound that is nearest to AWS's own default, where the profile does not allow that."""
    bound, default = profile.bounds.get(limit_id), limit(limit_id).default
    if bound is None or not isinstance(default, int | float) or default in bound:
        return None
    return bound.low if default < bound.low else bound.high


def highest(limit_id: str, profile: Profile) -> float | None:
    """Give the highest value that the profile allows, where it allows less than AWS."""
    bound = profile.bounds.get(limit_id)
    return bound.high if bound is not None and bound.high < limit(limit_id).high else None
