"""The graph of a spec: the resources that its constructs define, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from constructs_lib.graph import Resource
from constructs_lib.graph.readers import definitions
from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.resource import Position, Template
from constructs_lib.spec.alarms import alarm_parts
from constructs_lib.spec.applications import application_part
from constructs_lib.spec.channels import channel_part
from constructs_lib.spec.consumers import consumer_parts
from constructs_lib.spec.deliveries import delivery_parts
from constructs_lib.spec.part import Part
from constructs_lib.spec.reading import Spec
from constructs_lib.spec.references import names_in
from constructs_lib.spec.streams import stream_part
from constructs_lib.spec.writers import WRITERS, kind_of

TAGGED = frozenset(
    {
        "AWS::KinesisAnalyticsV2::Application",
        "AWS::CloudWatch::MetricStream",
        "AWS::Kinesis::Channel",
        "AWS::Events::Rule",
        "AWS::IoT::TopicRule",
        "AWS::Kinesis::Stream",
        "AWS::Kinesis::StreamConsumer",
        "AWS::KinesisFirehose::DeliveryStream",
        "AWS::Lambda::EventSourceMapping",
    }
)
TAGGED_BY_NAME = frozenset({"AWS::Pipes::Pipe"})
"""Types whose tags are a mapping, and no list."""
PROPERTIES = 3
"""Steps before the names of properties in `Resources/Orders/Properties/Name`."""


def spec_resources(spec: Spec) -> list[Resource]:
    """Make the resources of the sound parts of a spec.

    Their `arguments` are the spec's own keywords; their positions are those of the keywords. What only the constructs
    know, such as roles and buckets, is undecided.
    """
    tags = spec.tags
    parts = {part.definition.id: tagged(part, tags) for part in parts_of(spec)}
    template = Template(name=spec.document.name, locate=lambda path: locate(spec, parts, path))
    return [resource(part, template) for part in parts.values()]


def parts_of(spec: Spec) -> Iterator[Part]:
    """Make the definitions of the sound parts of a spec."""
    streams, registered = spec.section("streams"), list[str]()
    for name, written in streams.items():
        yield stream_part(name, written)
    for name, written in spec.section("consumers").items():
        yield from consumer_parts(name, written, streams, registered)
    for name, written in spec.section("deliveries").items():
        yield from delivery_parts(name, written)
    for name, written in spec.section("channels").items():
        yield channel_part(name, written)
    for name, written in spec.section("applications").items():
        yield from application_part(name, written)
    yield from alarm_parts(spec.alarms)
    written_into = [names_in(spec.document, section) for section in ("streams", "deliveries")]
    for name, written in spec.section("writers").items():
        writer = next(each for keyword, each in WRITERS.items() if keyword in written)
        yield writer.part(name, written, kind_of(written["target"], *written_into))


def tagged(part: Part, tags: Mapping[str, str]) -> Part:
    """Put the tags of the spec on a resource that has some."""
    found = part.definition
    written: Any = [{"Key": key, "Value": tags[key]} for key in sorted(tags)]
    if found.type in TAGGED_BY_NAME:
        written = dict(tags)
    elif found.type not in TAGGED:
        written = None
    if not written:
        return part
    return replace(part, definition=replace(found, properties={**found.properties, "Tags": written}))


def resource(part: Part, template: Template) -> Resource:
    """Make a resource of one definition."""
    made = definitions.resource(part.definition, template)
    return replace(made, construct_path=None, deletion_policy=part.removal, replace_policy=part.removal)


def locate(spec: Spec, parts: dict[str, Part], path: str) -> Position:
    """Find the keyword that decided a property, or what encloses it."""
    steps = path.split("/")
    part = parts[steps[1]]
    line, column = spec.document.place((*part.place, *keyword_of(part, steps[PROPERTIES:])))
    return Position(spec.document.name, line, column)


def keyword_of(part: Part, steps: Sequence[str]) -> Path:
    """The path of the keyword that decided a property or what encloses it; empty where the constructs decided it."""
    for end in range(len(steps), 0, -1):
        argument = part.definition.arguments.get(".".join(steps[:end]))
        if argument is not None:
            return tuple(int(step) if step.isdigit() else step for step in argument.split("."))
    return ()
