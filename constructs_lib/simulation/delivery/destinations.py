"""The outputs of a delivery stream: its destination, its error output, its backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from constructs_lib.simulation.delivery.conversion import conversion_of
from constructs_lib.simulation.delivery.counts import Tally
from constructs_lib.simulation.delivery.handover import Handover
from constructs_lib.simulation.delivery.http_destination import HttpDestination
from constructs_lib.simulation.delivery.item import Item
from constructs_lib.simulation.delivery.outputs import ErrorOutput, SourceBackup
from constructs_lib.simulation.delivery.properties import Properties, buffering_hints, processors
from constructs_lib.simulation.delivery.s3_destination import S3Destination, is_partitioned
from constructs_lib.simulation.delivery.s3_object import s3_target
from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedDestination
from constructs_lib.simulation.ports import Converter, Endpoints, ObjectStore, Sink

S3 = "ExtendedS3DestinationConfiguration"
HTTP = "HttpEndpointDestinationConfiguration"
SUPPORTED = (S3, HTTP)


class Destination(Protocol):
    """Takes records in and brings them to where they belong."""

    def add(self, item: Item, now: float) -> None:
        """Take a record in."""

    def write(self, now: float, *, everything: bool) -> int:
        """Bring on what is due, or everything, and return the number of objects written."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the records of a delivery stream can go.

    Attributes:
        processors: their parameters, by type.
        destination: takes what is to be delivered.
        errors: takes what failed.
        backup: takes source records; None where they are not backed up.
    """

    processors: Mapping[str, Mapping[str, str]]
    destination: Destination
    errors: ErrorOutput
    backup: SourceBackup | None

    @property
    def all(self) -> tuple[Destination | ErrorOutput | SourceBackup, ...]:
        """Every output; the destination first, since it feeds the error output."""
        return (self.destination, self.errors, *([self.backup] if self.backup else ()))


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What outputs are built with.

    Attributes:
        name: of the delivery stream.
        arn: of the delivery stream.
        store: where objects go.
        endpoints: what sends requests to an HTTP endpoint; needed where there is one.
        sink: takes records for a destination that is not simulated; such a one is refused without it.
        converter: what writes columnar files; needed where records are converted.
        account: of the delivery stream.
        region: of the delivery stream.
        tally: of the delivery stream.
        clock: epoch seconds.
        interval_cap: bound of every buffer interval in seconds.
        answer_seconds: how long an endpoint may take to answer; the service's own time unless given.
    """

    name: str
    arn: str
    store: ObjectStore
    endpoints: Endpoints | None
    sink: Sink | None
    converter: Converter | None
    account: str
    region: str
    tally: Tally
    clock: Callable[[], float]
    interval_cap: float | None
    answer_seconds: float | None


def outputs_of(properties: Properties, around: Surroundings) -> Outputs:
    """Build the outputs of a delivery stream.

    Args:
        properties: the resolved CloudFormation properties.
        around: what they are built with.

    Raises:
        UnsupportedDestination: the destination is not simulated.
        UnsupportedFeature: the destination has a feature that is not simulated.
        InvalidDefinition: there is no destination, or the service would refuse it.
    """
    found = [name for name in properties if name.endswith("DestinationConfiguration") and properties[name]]
    if not found:
        raise InvalidDefinition(f"the delivery stream has no destination; set {' or '.join(SUPPORTED)}")
    if found == [S3]:
        return s3_outputs(properties[S3], around)
    if found == [HTTP]:
        return http_outputs(properties[HTTP], around)
    if len(found) == 1 and around.sink is not None:
        return sink_outputs(properties[found[0]], around, around.sink)
    raise UnsupportedDestination(f"{' and '.join(found)} is not simulated; only {' and '.join(SUPPORTED)} are")


def s3_outputs(properties: Properties, around: Surroundings) -> Outputs:
    """Build the outputs of an S3 destination."""
    target = s3_target(properties, around.name, around.store, around.tally)
    family = "dynamic-partitioning-min" if is_partitioned(properties) else "s3"
    hints = buffering_hints(properties, around.interval_cap, family=family)
    errors = ErrorOutput(properties, target, hints)
    configured = processors(properties)
    conversion = conversion_of(properties, around.converter, account=around.account, region=around.region)
    destination = S3Destination(properties, configured, target, errors, hints, around.clock, conversion)
    kept = properties.get("S3BackupConfiguration") or {} if properties.get("S3BackupMode") == "Enabled" else None
    return Outputs(configured, destination, errors, None if kept is None else backup_to(kept, around))


def http_outputs(properties: Properties, around: Surroundings) -> Outputs:
    """Build the outputs of an HTTP endpoint."""
    if around.endpoints is None:
        raise InvalidDefinition("the delivery stream has an HTTP endpoint; pass endpoints to reach it")
    bucket: Properties = properties.get("S3Configuration") or {}
    target = s3_target(bucket, around.name, around.store, around.tally)
    errors = ErrorOutput(bucket, target, buffering_hints(bucket, around.interval_cap))
    destination = HttpDestination(
        properties,
        source_arn=around.arn,
        endpoints=around.endpoints,
        errors=errors,
        hints=buffering_hints(properties, around.interval_cap, family="http"),
        tally=around.tally,
        clock=around.clock,
        interval_cap=around.interval_cap,
        answer_seconds=around.answer_seconds,
    )
    backup = backup_to(bucket, around) if properties.get("S3BackupMode") == "AllData" else None
    return Outputs(processors(properties), destination, errors, backup)


def sink_outputs(properties: Properties, around: Surroundings, sink: Sink) -> Outputs:
    """Build the outputs of a destination that is not simulated: what does not fail before it is handed over."""
    bucket: Properties = properties.get("S3Configuration") or {}
    target = s3_target(bucket, around.name, around.store, around.tally)
    errors = ErrorOutput(bucket, target, buffering_hints(bucket, around.interval_cap))
    return Outputs(processors(properties), Handover(sink, around.tally), errors, None)


def backup_to(properties: Properties, around: Surroundings) -> SourceBackup:
    """Build the backup of source records."""
    target = s3_target(properties, around.name, around.store, around.tally)
    return SourceBackup(properties, target, around.interval_cap)
