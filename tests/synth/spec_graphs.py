"""Compare what a spec stands for without Node with the template that is synthesized from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from constructs_lib.graph import Graph, Reference, Resource, Text, Undecided
from constructs_lib.graph.readers.template import read_template
from constructs_lib.spec import MADE, read_spec, spec_resources, writers

WRITERS = {each.type for each in writers.ALL}
STREAM = "AWS::Kinesis::Stream"
COMPARED = {
    STREAM,
    "AWS::Lambda::EventSourceMapping",
    "AWS::KinesisFirehose::DeliveryStream",
    "AWS::KinesisAnalyticsV2::Application",
    "AWS::Kinesis::Channel",
    *WRITERS,
}
Graphs = tuple[dict[str, Resource], dict[str, Resource]]


def resources_of_spec(spec: Mapping[str, Any]) -> dict[str, Resource]:
    return {each.id: each for each in spec_resources(read_spec(json.dumps(spec), "spec"))}


def resources_of_template(template: Mapping[str, Any]) -> dict[str, Resource]:
    graph: Graph = read_template(json.dumps(template), "template")
    return {each.id: each for each in graph.resources}


def differences(spec: Mapping[str, Any], template: Mapping[str, Any]) -> list[str]:
    """Say where streams, mappings and delivery streams differ; what is for the constructs to decide never does."""
    light, full = resources_of_spec(spec), resources_of_template(template)
    main = {name: each for name, each in light.items() if each.type in COMPARED}
    missing = set(main) ^ {name for name, each in full.items() if each.type in COMPARED}
    found = [f"{name} is on one side only" for name in missing]
    for name in sorted(set(main) - missing):
        found += different(light[name].properties, full[name].properties, name, (light, full))
        if light[name].type == STREAM and light[name].deletion_policy != full[name].deletion_policy:
            found.append(f"{name} has another DeletionPolicy")
    return found


def different(ours: Any, theirs: Any, place: str, graphs: Graphs) -> Iterator[str]:
    if ours is MADE:
        if theirs is None:
            yield f"{place}: the construct makes nothing here"
    elif isinstance(ours, Reference) and isinstance(theirs, Reference):
        yield from different_targets(ours, theirs, place, graphs)
    elif isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in sorted(set(ours) | set(theirs)):
            yield from different(ours.get(key), theirs.get(key), f"{place}.{key}", graphs)
    elif is_list(ours) and is_list(theirs) and len(ours) == len(theirs):
        for at, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from different(one, other, f"{place}.{at}", graphs)
    elif ours != theirs or isinstance(theirs, Undecided | Text):
        yield f"{place}: {ours!r} is {theirs!r}"


def different_targets(ours: Reference, theirs: Reference, place: str, graphs: Graphs) -> Iterator[str]:
    """Follow references to what has no name of its own in a spec: a registered consumer, a queue."""
    light, full = graphs
    one, other = light[ours.target], full[theirs.target]
    if (one.type, ours.attribute) != (other.type, theirs.attribute):
        yield f"{place}: {one.type}.{ours.attribute} is {other.type}.{theirs.attribute}"
    elif one.type not in COMPARED:
        for name, value in one.properties.items():
            yield from different(value, other.properties.get(name), f"{other.id}.{name}", graphs)
    elif ours.target != theirs.target:
        yield f"{place}: {ours.target} is {theirs.target}"


def is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
