"""Names of the streams and of the delivery streams of one template."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import Graph, Resource, ResourceView, Text, Undecided
from constructs_lib.graph.values import Choice, Lookup, Parameter
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.indexes import indexed
from constructs_lib.policy.reading.referrers import place_of
from constructs_lib.policy.rule import Violation, rule

NAMES = {STREAM: "Name", DELIVERY_STREAM: "DeliveryStreamName"}
Key = tuple[str, str, object]
"""Template, type and name, as it is written."""
EXAMPLE = """
Resources:
  Orders: {{Type: AWS::Kinesis::Stream, Properties: {{Name: orders, ShardCount: 1}}}}
  Returns: {{Type: AWS::Kinesis::Stream, Properties: {{Name: {name}, ShardCount: 1}}}}
"""


@rule(
    id="KDS023",
    name="names-are-unique",
    title="the streams of a template have different names, and so have its delivery streams",
    severity=Severity.ERROR,
    resources=tuple(NAMES),
    why="an account has one stream of a name in a region: the second one is refused, and the deployment fails",
    fix="give each a name of its own, or none, and CloudFormation makes one up",
    source="botocore 1.44.5 kinesis CreateStream StreamName, firehose CreateDeliveryStream DeliveryStreamName, "
    "2026-11-17",
    bad=EXAMPLE.format(name="orders"),
    good=EXAMPLE.format(name="returns"),
)
def names_are_unique(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream: those after the first with a name, in the template's order, are found.

    Resources under different conditions may exclude one another, so they say nothing.
    """
    name = stream[NAMES[stream.type]]
    if not name.exists or len(stream.view.graph.types[stream.type]) == 1:
        return
    alike = named_alike(stream.view.graph, stream.resource)
    if alike and alike[0] is not stream.resource:
        yield Violation(
            name,
            message=f"{alike[0].id} has this name already",
            given=None if isinstance(name.node, str) else "the same value",
            allowed="a name that no other of the template has",
        )


def named_alike(graph: Graph, resource: Resource) -> list[Resource]:
    """The resources with the name of one that exist wherever it does, itself among them, in the template's order."""
    key = key_of(resource)
    return [] if key is None else [one for one in make_index(graph)[key] if one.condition in {None, resource.condition}]


@indexed
def make_index(graph: Graph) -> dict[Key, list[Resource]]:
    """List the resources by their names."""
    found: dict[Key, list[Resource]] = {}
    for kind in NAMES:
        for resource in graph.types.get(kind, ()):
            key = key_of(resource)
            if key is not None:
                found.setdefault(key, []).append(resource)
    for alike in found.values():
        alike.sort(key=lambda one: (one.condition is not None, place_of(one)))
    return found


def key_of(resource: Resource) -> Key | None:
    """What two resources of one name have in common; `None` where the name is none that is surely the same."""
    name = resource.properties.get(NAMES[resource.type])
    if isinstance(name, Text) and any(isinstance(part, Undecided) for part in name.parts):
        return None
    if isinstance(name, Lookup | Choice):
        return resource.template.name, resource.type, repr(name)
    return (resource.template.name, resource.type, name) if isinstance(name, str | Text | Parameter) else None
