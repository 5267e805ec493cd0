"""The picture of a pipeline, drawn from its template: what records pass, from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

STATIONS = {
    "AWS::Events::EventBus": (0, "event bus"),
    "AWS::Events::Rule": (1, "event rule"),
    "AWS::Logs::SubscriptionFilter": (1, "log subscription"),
    "AWS::CloudWatch::MetricStream": (1, "metric stream"),
    "AWS::WAFv2::LoggingConfiguration": (1, "web ACL logs"),
    "AWS::Events::Archive": (1, "archive"),
    "AWS::Kinesis::Stream": (2, "data stream"),
    "AWS::Kinesis::StreamConsumer": (3, "registered consumer"),
    "AWS::KinesisFirehose::DeliveryStream": (3, "delivery stream"),
    "AWS::Lambda::EventSourceMapping": (4, "function"),
    "AWS::S3::Bucket": (5, "bucket"),
    "AWS::Glue::Table": (5, "table"),
    "AWS::SQS::Queue": (5, "queue"),
}
"""Resource type to how far from the producers it stands, and what it is called."""
OUTSIDE = {
    "HttpEndpointDestinationConfiguration": "HTTP endpoint",
    "AmazonopensearchserviceDestinationConfiguration": "OpenSearch domain",
    "IcebergDestinationConfiguration": "Iceberg table",
}
"""Destinations that are no resources of the template."""
END = 5
HASH = re.compile(r"[0-9A-F]{8}$")
WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 176, 46, 56, 22, 12
"""Of the boxes of a drawing, in pixels."""


@dataclass(frozen=True)
class Station:
    """A place that records pass.

    Attributes:
        id: logical id, or one of a destination outside.
        name: what people call it.
        kind: in words.
        column: how far from the producers it stands.
    """

    id: str
    name: str
    kind: str
    column: int


@dataclass(frozen=True)
class Picture:
    """Stations and the ways between them."""

    stations: tuple[Station, ...]
    ways: tuple[tuple[str, str], ...]

    def as_mermaid(self) -> str:
        """Write a flowchart of Mermaid, which Markdown pages show."""
        lines = ["flowchart LR"]
        lines += [f'  {each.id}["{each.name}<br/>{each.kind}"]' for each in self.stations]
        lines += [f"  {start} --> {end}" for start, end in self.ways]
        return "\n".join(lines)

    def as_svg(self, title: str) -> str:
        """Draw it, so that a page needs nothing else."""
        columns = sorted({each.column for each in self.stations})
        places: dict[str, tuple[int, int]] = {}
        for index, column in enumerate(columns):
            for row, each in enumerate(one for one in self.stations if one.column == column):
                places[each.id] = (MARGIN + index * (WIDTH + GAP_X), MARGIN + row * (HEIGHT + GAP_Y))
        width = max((x for x, _ in places.values()), default=0) + WIDTH + MARGIN
        height = max((y for _, y in places.values()), default=0) + HEIGHT + MARGIN
        drawn = [line(places[start], places[end]) for start, end in self.ways]
        drawn += [box(each, *places[each.id]) for each in self.stations]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
            f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12">\n'
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0 8 4 0 8z" fill="#567"/></marker></defs>\n' + "\n".join(drawn) + "\n</svg>"
        )


def box(station: Station, x: int, y: int) -> str:
    """Draw a station."""
    middle = x + WIDTH // 2
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#eef4fa" stroke="#567"/>'
        f'<text x="{middle}" y="{y + 19}" text-anchor="middle" font-weight="bold">{escape(station.name)}</text>'
        f'<text x="{middle}" y="{y + 36}" text-anchor="middle" fill="#456">{escape(station.kind)}</text>'
    )


def line(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Draw a way from the right side of a box to the left side of another."""
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + HEIGHT // 2, end[0], end[1] + HEIGHT // 2
    bend = (x1 + x2) // 2
    return f'<path d="M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}" fill="none" stroke="#567" marker-end="url(#tip)"/>'


def picture_of(template: Mapping[str, Any]) -> Picture:
    """Draw what a template defines: a reference from one station to another is a way, away from the producers."""
    resources = template["Resources"]
    stations = {
        key: Station(key, name_of(key, resource), STATIONS[resource["Type"]][1], STATIONS[resource["Type"]][0])
        for key, resource in resources.items()
        if resource["Type"] in STATIONS
    }
    ways = set()
    for key in list(stations):
        properties = resources[key].get("Properties", {})
        for other in set(references(properties)) & stations.keys() - {key}:
            first, second = sorted((stations[key], stations[other]), key=lambda each: each.column)
            if first.column < second.column:
                ways.add((first.id, second.id))
            elif first.column == END:
                # what a bucket hands on to another, such as failed records, is one step further
                ways.add((key, other))
                stations[other] = replace(stations[other], column=END + 1)
        for name in OUTSIDE.keys() & properties.keys():
            outside = Station(f"{key}Outside", OUTSIDE[name], "destination", END)
            stations[outside.id] = outside
            ways.add((key, outside.id))
    order = sorted(stations.values(), key=lambda each: (each.column, each.id))
    return Picture(tuple(order), tuple(sorted(ways)))


def name_of(key: str, resource: Mapping[str, Any]) -> str:
    """Give the construct's own name: what the CDK writes into the metadata, or the logical id without its hash."""
    path = str(resource.get("Metadata", {}).get("aws:cdk:path", ""))
    parts = [part for part in path.split("/")[1:] if part not in {"Default", "Resource"}]
    return "/".join(parts[-2:]) or HASH.sub("", key)


def references(value: Any) -> Iterator[str]:
    """Find every logical id that a value refers to."""
    match value:
        case {"Ref": str() as id} | {"Fn::GetAtt": [str() as id, *_]}:
            yield id
        case Mapping():
            for each in value.values():
                yield from references(each)
        case list():
            for each in value:
                yield from references(each)
