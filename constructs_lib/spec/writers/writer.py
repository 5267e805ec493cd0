"""What a writer is to a spec: a service that puts records, its keywords, and the resource that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.graph import Definition, Reference
from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, arguments, configuration, forms_of, under
from constructs_lib.spec.keywords import Form, Forms, mapping
from constructs_lib.spec.names import is_name
from constructs_lib.spec.part import Part, Settings, present, target

STREAM, DELIVERY, UNKNOWN = "kinesis", "firehose", ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a writer writes into.

    Attributes:
        kind: `kinesis` or `firehose`.
        text: its name in the spec, or its ARN.
    """

    kind: str
    text: str

    @property
    def arn(self) -> Any:
        """Its ARN."""
        return target(self.text)

    @property
    def name(self) -> Any:
        """What CloudFormation calls it."""
        return Reference(self.text) if is_name(self.text) else self.text.rpartition("/")[2]


Contradictions = Callable[[Mapping[str, Any], str, Path], Iterator[SchemaError]]
Finish = Callable[[dict[str, Any], Target], dict[str, Any]]


def no_contradictions(_: Mapping[str, Any], __: str, ___: Path) -> Iterator[SchemaError]:
    """Find nothing."""
    yield from ()


def deliveries_only(service: str) -> Contradictions:
    """Find a stream in the place of a delivery stream.

    Args:
        service: that writes.
    """

    def find(_: Mapping[str, Any], kind: str, path: Path) -> Iterator[SchemaError]:
        if kind == STREAM:
            text = f"{service} writes into delivery streams only: let one read the stream, and name that"
            yield SchemaError((*path[:-1], "target"), text)

    return find


@dataclass(frozen=True, kw_only=True)
class Writer:
    """A writer.

    Attributes:
        keyword: as it is written in a spec.
        text: what it stands for, for people.
        type: of the resource.
        fields: its keywords.
        finish: gives the properties: from what the keywords decide, and the target.
        targets: properties that name the target.
        required: keywords that have to be there.
        one_of: keywords of which exactly one has to be there.
        contradictions: what the constructs refuse: from what is written, the kind of the target, and the path.
    """

    keyword: str
    text: str
    type: str
    fields: tuple[Field, ...]
    finish: Finish
    targets: tuple[str, ...]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    contradictions: Contradictions = no_contradictions
    arguments: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        own = under(self.keyword, arguments(self.fields))
        object.__setattr__(self, "arguments", {**dict.fromkeys(self.targets, "target"), **own})

    def form(self, forms: Forms) -> Form:
        """The form of its keyword; one without required keywords may be left empty."""
        form = mapping(forms_of(self.fields, forms), self.text, required=self.required, one_of=self.one_of)
        return form if self.required or self.one_of else form | {"type": ["object", "null"]}

    def part(self, name: str, written: Mapping[str, Any], kind: str) -> Part:
        """Make its definition.

        Args:
            name: of the writer.
            written: its keywords.
            kind: of its target.
        """
        found = configuration(self.fields, Settings(written, name).below(self.keyword))
        properties = self.finish(found, Target(kind=kind, text=written["target"]))
        return Part(Definition(name, self.type, present(properties), arguments=self.arguments), ("writers", name))


def kind_of(text: str, streams: Container[str], deliveries: Container[str]) -> str:
    """Tell whether a target is a stream or a delivery stream; nothing of a name that is not there.

    Args:
        text: its name in the spec, or its ARN.
        streams: the names of the streams of the spec.
        deliveries: the names of its delivery streams.
    """
    if is_name(text):
        return DELIVERY if text in deliveries else STREAM if text in streams else UNKNOWN
    return text.split(":")[2]
