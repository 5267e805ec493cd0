"""What a destination is to a spec: its keywords, and what it adds to a delivery stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.graph.readers.document import Path
from constructs_lib.graph.readers.schema_errors import SchemaError
from constructs_lib.spec.fields import Field, arguments, configuration, forms_of
from constructs_lib.spec.keywords import Form, Forms, mapping
from constructs_lib.spec.part import MADE, Part, Settings

SEARCH_FAULTS = ("AuthFailure", "DeliveryRejected")
Contradictions = Callable[[Mapping[str, Any], Path], Iterator[SchemaError]]


def no_queries(_: Settings) -> dict[str, str]:
    """Take nothing out of records."""
    return {}


def no_parts(_: Settings, __: str, ___: Path) -> Iterator[Part]:
    """Define nothing beside the delivery stream."""
    yield from ()


def no_contradictions(_: Mapping[str, Any], __: Path) -> Iterator[SchemaError]:
    """Find nothing."""
    yield from ()


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A destination.

    Attributes:
        keyword: as it is written in a spec.
        text: what it stands for, for people.
        property: of the delivery stream: `ExtendedS3DestinationConfiguration`.
        metrics: how CloudWatch calls it.
        fields: its keywords.
        faults: metrics of its own that are above 0 when something is wrong.
        required: keywords that have to be there.
        one_of: keywords of which exactly one has to be there.
        made: properties that the constructs make.
        queries: name to jq expression, of what it takes out of records.
        queries_keyword: where these are written.
        parts: what it defines beside the delivery stream that rules look at: from its settings, the name and the place
            of the delivery stream.
        contradictions: what the constructs refuse.
    """

    keyword: str
    text: str
    property: str
    metrics: str
    fields: tuple[Field, ...]
    faults: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    made: tuple[str, ...] = ("RoleARN",)
    queries: Callable[[Settings], Mapping[str, str]] = no_queries
    queries_keyword: str = ""
    parts: Callable[[Settings, str, Path], Iterator[Part]] = no_parts
    contradictions: Contradictions = no_contradictions
    arguments: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "arguments", arguments(self.fields))

    def form(self, forms: Forms) -> Form:
        """The form of its keyword; one without required keywords may be left empty."""
        form = mapping(forms_of(self.fields, forms), self.text, required=self.required, one_of=self.one_of)
        return form if self.required or self.one_of else form | {"type": ["object", "null"]}

    def configuration(self, given: Settings) -> dict[str, Any]:
        """Give the value of its property, without log and processors."""
        return {**dict.fromkeys(self.made, MADE), **configuration(self.fields, given)}
