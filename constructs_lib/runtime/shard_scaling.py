"""How many shards a provisioned stream should have: a decision from what was measured, without a call to AWS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from constructs_lib.limits import limit

BYTES_PER_MIB = 1024 * 1024
SECONDS_PER_DAY = 24 * 60 * 60
SHARD_BYTES = limit("kinesis-shard-write-bytes").high * BYTES_PER_MIB
SHARD_RECORDS = limit("kinesis-shard-write-records").high
MOST_TIMES = limit("kinesis-stream-update-shard-max-double").high
LEAST_TIMES = limit("kinesis-stream-update-shard-min-half").low
MOST_A_DAY = int(limit("kinesis-stream-update-shard-per-day").high)
LARGEST = int(limit("kinesis-stream-update-shard-ceiling").high)
QUICK_STEP_PERCENT = 25
"""Targets that are multiples of it are reached sooner. Source: limits kinesis-stream-update-shard-step."""
IN_A_DAY = MOST_A_DAY // 2
"""Scaling in leaves the other half of the day's scalings to scaling out, without which producers are refused."""
UNEVEN_TIMES = 2.0
"""A shard with this many times the mean load of all is hot."""


class Action(StrEnum):
    """What became of a look at the stream."""

    SCALE = "scale"
    KEEP = "keep"
    """The load fits."""
    WAIT = "wait"
    """It will fit later: the stream is changing, or has just changed."""
    BLOCKED = "blocked"
    """More shards are needed than the maximum, the day or the account allows."""
    HOT = "hot"
    """Some shards get most of the load: more shards would not help a single key."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What the owner of a stream allows.

    Attributes:
        minimum: shards at least.
        maximum: shards at most.
        high: share of the capacity above which shards are added.
        target: share of the capacity that is used after a change.
        low: share of the capacity below which shards are taken away.
        cooldown: seconds after a change in which no shards are added.
        rest: seconds after a change in which no shards are taken away.

    Raises:
        ValueError: the bounds contradict each other.
    """

    minimum: int
    maximum: int
    high: float
    target: float
    low: float
    cooldown: float
    rest: float

    def __post_init__(self) -> None:
        if not 1 <= self.minimum <= self.maximum <= LARGEST:
            raise ValueError(
                f"1 <= minimum <= maximum <= {LARGEST} must hold, given {self.minimum} and {self.maximum} shards"
            )
        if not 0 < self.low < self.target < self.high <= 1:
            raise ValueError(
                f"0 < low < target < high <= 1 must hold, given {self.low:g}, {self.target:g} and {self.high:g}"
            )


@dataclass(frozen=True, kw_only=True)
class Load:
    """What producers send, in the busiest minute.

    Attributes:
        bytes_per_second: bytes that were stored.
        records_per_second: records that were stored.
        throttled: records that were refused.
        shard_shares: for each open shard, what share of one shard's capacity it used; empty when nobody measures it.
    """

    bytes_per_second: float
    records_per_second: float
    throttled: float = 0
    shard_shares: Sequence[float] = ()

    def shards(self) -> float:
        """Give the number of shards that would be full with it."""
        return max(self.bytes_per_second / SHARD_BYTES, self.records_per_second / SHARD_RECORDS)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to do, and why.

    Attributes:
        action: what kind of it.
        target: the number of shards to have.
        reason: for the log.
    """

    action: Action
    target: int
    reason: str


def decide(
    *, shards: int, active: bool, now: Load, lately: Load, changes: Sequence[float], time: float, bounds: Bounds
) -> Decision:
    """Decide about one stream.

    Args:
        shards: open shards.
        active: whether the stream takes changes, which it does not while it carries one out.
        now: load of the last minutes, by which shards are added.
        lately: load of a longer time, by which shards are taken away.
        changes: Unix seconds of the changes of the shard count that are known.
        time: Unix seconds.
        bounds: what the owner allows.

    Returns:
        A target within half and double of the shards that are open; within the bounds, too, as soon as that allows.
        `SCALE` is given at most ten times in any 24 hours, of which at most five take shards away.
    """
    today = sorted(change for change in changes if time - change < SECONDS_PER_DAY)
    if not active:
        return _keep(Action.WAIT, shards, "the stream is being changed")
    wanted = _more(shards, now, bounds)
    if wanted.action is Action.KEEP:
        wanted = _fewer(shards, now, lately, bounds)
    if wanted.action is not Action.SCALE:
        return wanted
    is_more = wanted.target > shards
    since = time - today[-1] if today else float("inf")
    if since < (bounds.cooldown if is_more else bounds.rest):
        return _keep(Action.WAIT, shards, f"{wanted.reason}; the stream was changed {since:.0f} s ago")
    if len(today) >= (MOST_A_DAY if is_more else IN_A_DAY):
        reason = f"{wanted.reason}; the stream was changed {len(today)} times in 24 hours"
        return _keep(Action.BLOCKED if is_more else Action.WAIT, shards, reason)
    return wanted


def _more(shards: int, load: Load, bounds: Bounds) -> Decision:
    used = load.shards() / shards
    if shards < bounds.minimum:
        return _scale(min(bounds.minimum, int(shards * MOST_TIMES)), f"fewer than {bounds.minimum} shards")
    if used <= bounds.high and not load.throttled:
        return _keep(Action.KEEP, shards, f"{used:.0%} of the capacity is used")
    if _is_uneven(shards, load, bounds):
        return _keep(Action.HOT, shards, f"{used:.0%} of the capacity is used, but not by all shards alike")
    if shards >= bounds.maximum:
        return _keep(Action.BLOCKED, shards, f"{used:.0%} of the capacity is used by {shards} shards, the maximum")
    needed = max(_needed(load, bounds), shards + 1)
    target = min(_in_quick_steps(shards, needed), int(shards * MOST_TIMES), bounds.maximum)
    return _scale(target, f"{used:.0%} of the capacity is used, {load.throttled:.0f} records were refused")


def _fewer(shards: int, now: Load, lately: Load, bounds: Bounds) -> Decision:
    peak = max(now.shards(), lately.shards())
    used = peak / shards
    if shards > bounds.maximum:
        return _scale(max(bounds.maximum, _half(shards)), f"more than {bounds.maximum} shards")
    if shards <= bounds.minimum or used >= bounds.low or now.throttled or lately.throttled:
        return _keep(Action.KEEP, shards, f"{used:.0%} of the capacity is used at most")
    slow = min(shards - 1, ceil(shards * (100 - QUICK_STEP_PERCENT) / 100))
    needed = ceil(peak / bounds.target)
    target = max(slow, needed, _half(shards), bounds.minimum)
    return _scale(target, f"{used:.0%} of the capacity is used at most")


def _is_uneven(shards: int, load: Load, bounds: Bounds) -> bool:
    """Tell whether more shards would not help: the mean leaves room, and yet records are refused or a shard is full."""
    if load.shards() / shards > bounds.high:
        return False
    if load.shard_shares:
        mean = sum(load.shard_shares) / len(load.shard_shares)
        return max(load.shard_shares) >= UNEVEN_TIMES * mean > 0 and shards > 1
    return load.shards() / shards < bounds.target and shards > 1


def _needed(load: Load, bounds: Bounds) -> int:
    return ceil(load.shards() / bounds.target)


def _half(shards: int) -> int:
    return ceil(shards * LEAST_TIMES)


def _in_quick_steps(shards: int, needed: int) -> int:
    steps = ceil((needed / shards - 1) * 100 / QUICK_STEP_PERCENT)
    return max(needed, ceil(shards * (1 + steps * QUICK_STEP_PERCENT / 100)))


def _scale(target: int, reason: str) -> Decision:
    return Decision(action=Action.SCALE, target=target, reason=reason)


def _keep(action: Action, shards: int, reason: str) -> Decision:
    return Decision(action=action, target=shards, reason=reason)
