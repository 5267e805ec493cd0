"""Updates of streams and stream consumers."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.updates.change import Change, Loss, UpdateRule

STREAM = "AWS::Kinesis::Stream"
CONSUMER = "AWS::Kinesis::StreamConsumer"
DOUBLE, HALF = limit("kinesis-stream-update-shard-max-double"), limit("kinesis-stream-update-shard-min-half")
SWITCHES = limit("kinesis-stream-mode-switch-per-day")
MODE = "StreamModeDetails.StreamMode"


def stream_is_replaced(change: Change) -> Iterator[Loss]:
    """Find streams that lose their records."""
    severity = Severity.WARNING if change.kept else None
    if change.new is None:
        successor = renamed_to(change)
        fate = "leaves the stack and is kept, outside of it" if change.kept else "and its records are deleted"
        hint = (
            f"; {successor} looks like it under another logical id, which is a new, empty stream" if successor else ""
        )
        yield Loss(change.old["Name"], f"the stream {fate}{hint}", given="removed", severity=severity)
        return
    for path in change.recreated():
        yield Loss(
            change.new[path],
            "the stream gets another name: a new, empty stream takes its place, and the records stay behind",
            given="renamed",
            severity=severity,
        )


def renamed_to(change: Change) -> str | None:
    """Find the resource that is written like the one that is gone, and was not there before."""
    old, known = change.old.resource, {resource.id for resource in change.comparison.before.graph.resources}
    for new in change.comparison.after.graph.resources:
        if new.type == old.type and new.id not in known and new.properties == old.properties:
            return new.id
    return None


def shards_change_too_far(change: Change) -> Iterator[Loss]:
    """Find shard counts beyond what one update can reach."""
    if change.new is None:
        return
    before, after = change.old["ShardCount"].number, change.new["ShardCount"].number
    if before and after and not before * HALF.low <= after <= before * DOUBLE.high:
        yield Loss(
            change.new["ShardCount"],
            f"{before} shards become {after}; one update reaches {ceil(before * HALF.low)} to {before * DOUBLE.high}",
            given=f"{before} to {after} shards",
        )


def retention_falls(change: Change) -> Iterator[Loss]:
    """Find retentions that fall."""
    if change.new is None:
        return
    default = limit("kinesis-stream-retention-hours").default
    before, after = (side["RetentionPeriodHours"].number or default for side in (change.old, change.new))
    if isinstance(before, int | float) and isinstance(after, int | float) and after < before:
        yield Loss(
            change.new["RetentionPeriodHours"],
            f"the retention falls from {before} to {after} hours: records older than that are gone at once",
            given=f"{before} to {after} hours",
        )


def mode_switches(change: Change) -> Iterator[Loss]:
    """Find switches of the capacity mode."""
    if change.new is None:
        return
    before, after = mode(change.old), mode(change.new)
    if before and after and before != after:
        yield Loss(
            change.new[MODE],
            f"the capacity mode is switched; {SWITCHES.high} switches fit into 24 hours",
            given=f"{before} to {after}",
        )


def mode(stream: ResourceView) -> str | None:
    """Read the capacity mode; a stream with shards and without a mode is provisioned."""
    written = stream[MODE].text
    return written or ("PROVISIONED" if stream["ShardCount"].exists else None)


def consumer_is_dropped(change: Change) -> Iterator[Loss]:
    """Find registered consumers that are dropped or replaced."""
    if change.new is None:
        yield Loss(
            change.old["ConsumerName"], "the consumer is deregistered: who reads through it stops", given="removed"
        )
        return
    for path in change.recreated():
        yield Loss(
            change.new[path],
            "the consumer is replaced: it gets another ARN, and who reads through the old one stops",
            given=f"{path} changes",
        )


RULES = (
    UpdateRule(
        id="UPD001",
        name="stream-is-replaced",
        severity=Severity.ERROR,
        resources=(STREAM,),
        allowed="the same name, in the same stack",
        why="the records that no consumer has read yet are lost, and producers write into nothing",
        fix="keep name and logical id; to move, define a second stream, let consumers drain the first, then remove it",
        source=limit("kinesis-stream-name-immutable").read,
        check=stream_is_replaced,
    ),
    UpdateRule(
        id="UPD002",
        name="shards-change-too-far",
        severity=Severity.ERROR,
        resources=(STREAM,),
        allowed="between half and double the shards",
        why="the service refuses the update",
        fix="go in several deployments, each at most doubling or halving",
        source=DOUBLE.read,
        check=shards_change_too_far,
    ),
    UpdateRule(
        id="UPD003",
        name="retention-falls",
        severity=Severity.WARNING,
        resources=(STREAM,),
        allowed="the same retention, or a longer one",
        why="records that a slow consumer has not read yet are lost",
        fix="let every consumer catch up first",
        source="botocore 1.44.5 kinesis DecreaseStreamRetentionPeriod documentation, 2026-11-17",
        check=retention_falls,
    ),
    UpdateRule(
        id="UPD004",
        name="mode-switches",
        severity=Severity.INFO,
        resources=(STREAM,),
        allowed="at most a few switches a day",
        why="a further switch on the same day is refused",
        fix="switch once, and not back and forth",
        source=SWITCHES.read,
        check=mode_switches,
    ),
    UpdateRule(
        id="UPD005",
        name="consumer-is-dropped",
        severity=Severity.WARNING,
        resources=(CONSUMER,),
        allowed="the same name, stream and tags",
        why="its readers see nothing any more until they are pointed at the new one",
        fix="register a second consumer, move the readers, then remove the first",
        source=limit("kinesis-consumer-all-immutable").read,
        check=consumer_is_dropped,
    ),
)
