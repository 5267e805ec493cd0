"""Updates of delivery streams and event source mappings."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.destination_blocks import DESTINATIONS
from constructs_lib.policy.updates.change import Change, Loss, UpdateRule

DELIVERY_STREAM = "AWS::KinesisFirehose::DeliveryStream"
PARTITIONING = "ExtendedS3DestinationConfiguration.DynamicPartitioningConfiguration.Enabled"
OPENSEARCH = {"opensearch", "opensearch-serverless"}
MODES = {
    "ExtendedS3DestinationConfiguration": ("Enabled", "Disabled"),
    "RedshiftDestinationConfiguration": ("Enabled", "Disabled"),
    "SplunkDestinationConfiguration": ("AllEvents", "FailedEventsOnly"),
}
"""Backup modes by destination: the one that cannot be left, and what it cannot become."""


def delivery_stream_is_replaced(change: Change) -> Iterator[Loss]:
    """Find delivery streams that are deleted or replaced."""
    if change.new is None:
        yield Loss(
            change.old["DeliveryStreamName"], "the delivery stream and what it buffers are deleted", given="removed"
        )
        return
    for path in change.recreated():
        yield Loss(
            change.new[path],
            f"{path} changes: a new delivery stream takes its place, and what the old one buffers may be lost",
            given=f"{path} changes",
        )


def partitioning_is_switched(change: Change) -> Iterator[Loss]:
    """Find dynamic partitioning that is switched on or off after creation."""
    if change.new is None or any(change.recreated()):
        return
    before, after = change.old[PARTITIONING].flag is True, change.new[PARTITIONING].flag is True
    if before is not after:
        yield Loss(
            change.new[PARTITIONING],
            f"dynamic partitioning is switched {'on' if after else 'off'} for a delivery stream that exists",
            given=f"{str(before).lower()} to {str(after).lower()}",
        )


def destination_is_switched(change: Change) -> Iterator[Loss]:
    """Find OpenSearch destinations that become something else, or the reverse."""
    if change.new is None or any(change.recreated()):
        return
    before, after = (
        {name for name, blocks in DESTINATIONS.items() if any(side[block].exists for block in blocks)}
        for side in (change.old, change.new)
    )
    if before and after and bool(before & OPENSEARCH) != bool(after & OPENSEARCH):
        block = next(block for name in sorted(after) for block in DESTINATIONS[name] if change.new[block].exists)
        yield Loss(
            change.new[block],
            f"the destination changes from {', '.join(sorted(before))} to {', '.join(sorted(after))}",
            given=f"{', '.join(sorted(before))} to {', '.join(sorted(after))}",
        )


def backup_is_switched_off(change: Change) -> Iterator[Loss]:
    """Find backup modes that go back."""
    if change.new is None or any(change.recreated()):
        return
    for block, (kept, given_up) in MODES.items():
        path = f"{block}.S3BackupMode"
        if (
            change.old[path].text == kept
            and (change.new[path].text or given_up) == given_up
            and change.new[block].exists
        ):
            yield Loss(
                change.new[path], f"the backup goes back from {kept} to {given_up}", given=f"{kept} to {given_up}"
            )


RULES = (
    UpdateRule(
        id="UPD010",
        name="delivery-stream-is-replaced",
        severity=Severity.WARNING,
        resources=(DELIVERY_STREAM,),
        allowed="the same name, type and source",
        why="producers write to a name that is gone, and what is still buffered may not be delivered",
        fix="define a second delivery stream, move the producers, then remove the first",
        source=limit("firehose-immutable").read,
        check=delivery_stream_is_replaced,
    ),
    UpdateRule(
        id="UPD011",
        name="partitioning-is-switched",
        severity=Severity.ERROR,
        resources=(DELIVERY_STREAM,),
        allowed="dynamic partitioning as it was at creation",
        why="the service refuses the update: partitioning is decided when a delivery stream is created",
        fix="define a delivery stream under another logical id",
        source=limit("firehose-dp-enable-at-create").read,
        check=partitioning_is_switched,
    ),
    UpdateRule(
        id="UPD012",
        name="destination-is-switched",
        severity=Severity.ERROR,
        resources=(DELIVERY_STREAM,),
        allowed="the same kind of destination",
        why="the service refuses the update: OpenSearch destinations do not become others, nor the reverse",
        fix="define a delivery stream under another logical id",
        source=limit("firehose-opensearch-destination-switch").read,
        check=destination_is_switched,
    ),
    UpdateRule(
        id="UPD013",
        name="backup-is-switched-off",
        severity=Severity.ERROR,
        resources=(DELIVERY_STREAM,),
        allowed="the backup as it is",
        why="the service refuses the update: a backup that is on stays on",
        fix="leave S3BackupMode as it is, or define a delivery stream under another logical id",
        source=limit("firehose-backup-mode-s3").read,
        check=backup_is_switched_off,
    ),
)
