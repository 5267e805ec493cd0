"""Read what an account runs: definitions with physical names, linked into one graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from constructs_lib.graph.definition import Definition
from constructs_lib.graph.graph import Graph
from constructs_lib.graph.resource import Resource, Template
from constructs_lib.graph.values import Node, Reference
from constructs_lib.limits import Limit

ANY_PARTITION, ANY_REGION, ANY_ACCOUNT = "aws", "us-east-1", "123456789012"
"""What the template reader puts for the pseudo parameters; a comparison of ARNs takes these for those of the place."""
ARN_ATTRIBUTES: Mapping[str, str | None] = {
    "AWS::Kinesis::Stream": "Arn",
    "AWS::Kinesis::StreamConsumer": "ConsumerARN",
    "AWS::KinesisFirehose::DeliveryStream": "Arn",
    "AWS::Lambda::Function": "Arn",
    "AWS::Lambda::Alias": "AliasArn",
    "AWS::IAM::Role": "Arn",
    "AWS::IAM::ManagedPolicy": "PolicyArn",
    "AWS::S3::Bucket": "Arn",
    "AWS::Logs::LogGroup": "Arn",
    "AWS::KMS::Key": "Arn",
    "AWS::KMS::Alias": None,
}
"""The attribute that gives the ARN, of the types whose definitions have their ARN, or what they are named by, as id."""
NAMES = {
    "AWS::Kinesis::Stream": "Name",
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::KMS::Key": "KeyId",
}
"""The property that holds the name which `Ref` gives."""
CONSUMER = "AWS::Kinesis::StreamConsumer"
DIMENSIONS = {
    "StreamName": "AWS::Kinesis::Stream",
    "DeliveryStreamName": "AWS::KinesisFirehose::DeliveryStream",
    "FunctionName": "AWS::Lambda::Function",
}
"""Dimension of an alarm to the type whose name it holds."""
NAMING_KEYS = {"LogGroupName": "AWS::Logs::LogGroup", "Bucket": "AWS::S3::Bucket"}
"""Property, wherever it stands, to the type whose name it holds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account is.

    Attributes:
        partition: such as `aws`.
        region: such as `eu-west-1`.
        account: twelve digits.
    """

    partition: str
    region: str
    account: str

    def anywhere(self, text: str) -> str:
        """Write an ARN of this place as the template reader writes one of the place that is deployed to."""
        parts = text.split(":", 5)
        if len(parts) < 6 or parts[0] != "arn":
            return text
        own = {1: (self.partition, ANY_PARTITION), 3: (self.region, ANY_REGION), 4: (self.account, ANY_ACCOUNT)}
        for field, (mine, any_) in own.items():
            parts[field] = any_ if parts[field] == mine else parts[field]
        return ":".join(parts)

    def here(self, text: str) -> str:
        """Undo `anywhere` in a text for people."""
        arns = f"{ANY_REGION}:{ANY_ACCOUNT}", f"{self.region}:{self.account}"
        return text.replace(*arns).replace(f"::{ANY_ACCOUNT}:", f"::{self.account}:")


def read_account(definitions: Iterable[Definition], place: Place, quotas: Mapping[str, Limit] | None = None) -> Graph:
    """Make a graph of what is deployed already.

    ARNs and names of resources that are in the graph become references to them. Whatever is deployed was made one
    after another: each resource waits for the one before it, so that no rule about the order of a deployment finds
    any two at the same time.

    Args:
        definitions: their ids are ARNs, or what names them as well; the first of equal ids counts.
        place: where they are.
        quotas: the limits in force there, by id.
    """
    unique: dict[str, Definition] = {}
    for definition in definitions:
        unique.setdefault(definition.id, definition)
    known = Names(unique.values())
    template = Template(name="")
    ordered = [replace(now, depends_on=(before.id,)) for before, now in pairwise(unique.values())]
    everything = chain(list(unique.values())[:1], ordered)
    return Graph(
        [resource(definition, template, known, place) for definition in everything], {template.name: quotas or {}}
    )


def resource(definition: Definition, template: Template, known: Names, place: Place) -> Resource:
    """Make a resource of one definition, with its references."""

    def read() -> Mapping[str, Node]:
        own = NAMES.get(definition.type)
        return {
            key: value if key == own else known.link(key, value, place) for key, value in definition.properties.items()
        }

    return Resource(
        template=template,
        id=definition.id,
        type=definition.type,
        read=read,
        depends_on=definition.depends_on,
        hints=definition.hints,
    )


class Names:
    """What ARNs and names stand for."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        """Index definitions."""
        self.arns: dict[str, Reference] = {}
        self.names: dict[tuple[str, str], Reference] = {}
        self.consumers: dict[tuple[str, str], Reference] = {}
        for definition in definitions:
            if definition.type in ARN_ATTRIBUTES:
                self.arns[definition.id] = Reference(definition.id, ARN_ATTRIBUTES[definition.type])
            if definition.type in NAMES:
                name = definition.properties[NAMES[definition.type]]
                self.names[definition.type, name] = Reference(definition.id)
            if definition.type == CONSUMER:
                stream = str(definition.properties["StreamARN"]).rpartition("/")[2]
                consumer = str(definition.properties["ConsumerName"])
                self.consumers[stream, consumer] = Reference(definition.id, "ConsumerName")

    def link(self, key: str, value: Any, place: Place) -> Node:
        """Put references into the value of a property."""
        if isinstance(value, str):
            named = self.names.get((NAMING_KEYS[key], value)) if key in NAMING_KEYS else None
            return named or self.arns.get(value) or place.anywhere(value)
        if isinstance(value, Mapping):
            return {name: self.link(name, item, place) for name, item in value.items()}
        if key == "Dimensions" and isinstance(value, list):
            return list(self.dimensions(value))
        if isinstance(value, list):
            return [self.link("", item, place) for item in value]
        found: Node = value
        return found

    def dimensions(self, written: list[Mapping[str, str]]) -> Iterator[Node]:
        """Link the dimensions of a metric; the name of a consumer is one of its stream's."""
        values = {each["Name"]: each["Value"] for each in written}
        for name, value in values.items():
            if name == "ConsumerName":
                found = self.consumers.get((values.get("StreamName", ""), value))
            else:
                found = self.names.get((DIMENSIONS.get(name, ""), value))
            yield {"Name": name, "Value": found or value}
