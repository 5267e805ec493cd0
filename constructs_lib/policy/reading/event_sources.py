"""Read event source mappings, as resources of their own and as events of a SAM function, and follow their sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.policy.reading.by_name import by_arn
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.policy.reading.referrers import identity, place, referrers

STREAM = "AWS::Kinesis::Stream"
CONSUMER = "AWS::Kinesis::StreamConsumer"
MAPPING = "AWS::Lambda::EventSourceMapping"
SAM_FUNCTION = "AWS::Serverless::Function"
MAPPINGS = (MAPPING, SAM_FUNCTION)
"""What holds event source mappings; SAM makes one of each stream or queue event of a function."""
SOURCE_PROPERTIES = {MAPPING: "EventSourceArn", SAM_FUNCTION: "Events"}
SAM_EVENTS = {"DynamoDB": "Stream", "Kinesis": "Stream", "MSK": "Stream", "SQS": "Queue"}
"""SAM event type to the property that holds the source's ARN."""
KINESIS, SQS, DYNAMODB, KAFKA = "kinesis", "sqs", "dynamodb", "kafka"
SELF_MANAGED = "self-managed kafka"
"""Kafka that is no AWS resource, so its mapping has no ARN."""
SERVICES = {
    STREAM: KINESIS,
    CONSUMER: KINESIS,
    "AWS::DynamoDB::GlobalTable": DYNAMODB,
    "AWS::DynamoDB::Table": DYNAMODB,
    "AWS::MSK::Cluster": KAFKA,
    "AWS::MSK::ServerlessCluster": KAFKA,
    "AWS::SQS::Queue": SQS,
}
SAM_SERVICES = {"DynamoDB": DYNAMODB, "Kinesis": KINESIS, "MSK": KAFKA, "SQS": SQS}
"""SAM event type to the service of its source."""
ARN_SERVICE = 2


@dataclass(frozen=True, slots=True)
class EventMapping:
    """An event source mapping.

    Attributes:
        settings: what encloses its properties, under the same names in both forms.
        source: the ARN of what it reads.
        declared: the service that a SAM event's type names; `None` for a resource of its own, whose ARN tells.
    """

    settings: Value
    source: Value
    declared: str | None = None

    def __getitem__(self, path: str) -> Value:
        """Read a property: `mapping["DestinationConfig.OnFailure"]`."""
        return self.settings[path]

    def each(self, pattern: str) -> Iterator[Value]:
        """Read every property that a pattern reaches, see `Value.each`."""
        return self.settings.each(pattern)

    def reads(self, *services: str) -> bool:
        """Tell whether its source belongs to one of some services.

        Raises:
            CannotDecide: the source is not known.
        """
        return self.service in services

    @property
    def service(self) -> str | None:
        """The service of its source, such as `kinesis`; `None` for a resource that has no mappings.

        Raises:
            CannotDecide: the source is not known.
        """
        if self.declared is not None:
            return self.declared
        if self.source.absent and self["SelfManagedEventSource"].exists:
            return SELF_MANAGED
        return service_of(self.source)

    @property
    def runs(self) -> bool:
        """Whether it reads its source, or may: it is not known to be switched off."""
        try:
            return self["Enabled"].flag is not False
        except CannotDecide:
            return True

    @property
    def name(self) -> str:
        """Logical id, with the name of the event for a SAM function: `Watch`, `Function.Orders`."""
        owner = self.settings.owner
        return owner.id if self.declared is None else f"{owner.id}.{self.settings.path[1]}"

    @property
    def function(self) -> ResourceView | None:
        """The function of this app that it calls; `None` when that is not known."""
        owner = self.settings.owner
        return owner if self.declared is not None else function_of(self["FunctionName"])

    def same(self, other: EventMapping) -> bool:
        """Tell whether both are the same mapping."""
        mine, theirs = self.settings, other.settings
        return mine.owner.same(theirs.owner) and mine.path == theirs.path


def mappings_of(resource: ResourceView) -> Iterator[EventMapping]:
    """Read the mappings of a resource of one of the types in `MAPPINGS`: itself, or the events of a SAM function."""
    properties = Value((), resource.resource.properties, resource)
    if resource.type == MAPPING:
        yield EventMapping(properties, properties["EventSourceArn"])
        return
    events = properties["Events"]
    for name in events.keys:
        kind = events[name]["Type"].text
        if kind in SAM_EVENTS:
            settings = events[name]["Properties"]
            yield EventMapping(settings, settings[SAM_EVENTS[kind]], SAM_SERVICES[kind])


def readers_of(stream: ResourceView) -> Iterator[EventMapping]:
    """Find the mappings that are known to read a stream, or one of its consumers, in the template's order."""
    sources = [stream, *referrers(stream, CONSUMER, "StreamARN")]
    holders = {
        identity(holder.resource): holder
        for source in sources
        for kind, source_property in SOURCE_PROPERTIES.items()
        for holder in referrers(source, kind, source_property)
    }
    for holder in sorted(holders.values(), key=place):
        with suppress(CannotDecide):
            yield from (m for m in mappings_of(holder) if stream.same(known_stream(m.source)))


def shares_throughput(mapping: EventMapping) -> bool:
    """Tell whether a mapping polls its stream instead of reading through a stream consumer.

    Raises:
        CannotDecide: the source is not known.
    """
    return consumer_of(mapping.source) is None and ":consumer/" not in literal(mapping.source)


def consumer_of(arn: Value) -> ResourceView | None:
    """Follow an ARN to the stream consumer of this app that it belongs to; `None` for anything else."""
    target = arn.target if arn.reference is not None else None
    attribute = arn.reference.attribute if arn.reference is not None else None
    return target if target is not None and target.type == CONSUMER and attribute != "StreamARN" else None


def literal(arn: Value) -> str:
    """The literal pieces of an ARN."""
    return "".join(part for part in arn.parts if isinstance(part, str))


def is_kinesis(arn: Value) -> bool:
    """Tell whether an ARN is that of a stream or of a stream consumer.

    Raises:
        CannotDecide: it is not known.
    """
    return service_of(arn) == KINESIS


def service_of(arn: Value) -> str | None:
    """Name the service of an ARN, such as `kinesis` or `sqs`; `None` for a resource that has no mappings.

    Raises:
        CannotDecide: it is not known.
    """
    if arn.absent:
        return None
    if arn.reference is not None:
        target = arn.target
        return None if target is None else SERVICES.get(target.type)
    start = arn.parts[0]
    fields = start.split(":") if isinstance(start, str) else []
    if len(fields) > ARN_SERVICE:
        return fields[ARN_SERVICE]
    raise CannotDecide(arn, "the event source is known only at deployment")


def stream_of(arn: Value) -> ResourceView | None:
    """Follow an ARN to the stream of this app that it belongs to, through a stream consumer if there is one.

    Returns:
        `None` for an ARN of something else.

    Raises:
        CannotDecide: the stream is not known, or not part of this app.
    """
    target = directly(arn)
    if target is not None and target.type == CONSUMER:
        arn = target["StreamARN"]
        target = directly(arn)
    if target is None:
        if is_kinesis(arn):
            raise CannotDecide(arn, "the stream is not part of this app")
        return None
    return target if target.type == STREAM else None


def directly(arn: Value) -> ResourceView | None:
    """The resource of this app that an ARN belongs to."""
    return arn.target if arn.reference is not None else named_in(arn) or by_arn(arn, STREAM)


def named_in(arn: Value) -> ResourceView | None:
    """Find the stream of this app whose name stands in a composed ARN: `!Sub arn:...:stream/${Orders}`."""
    if arn.undecided:
        for part in arn.parts:
            if isinstance(part, Reference) and part.attribute is None:
                target = arn.owner.view.find(arn.owner.resource.template, part.target)
                return target if target is not None and target.type == STREAM else None
    return None


def known_stream(arn: Value) -> ResourceView | None:
    """Follow an ARN to its stream, as `stream_of` does, where an unknown one is no reason to say anything."""
    with suppress(CannotDecide):
        return stream_of(arn)
    return None
