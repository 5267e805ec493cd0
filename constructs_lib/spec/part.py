"""One resource that a spec stands for, in CloudFormation's own terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.graph import Definition, Reference, Undecided
from constructs_lib.graph.readers.document import Path
from constructs_lib.limits import limit
from constructs_lib.spec.names import at, is_name
from constructs_lib.spec.units import Unit

MADE = Undecided("the construct makes it")
"""A role, a bucket, a key or a name that is not written in a spec: the constructs decide it."""


@dataclass(frozen=True)
class Part:
    """A definition and where its settings stand in the spec.

    Attributes:
        definition: its `arguments` are paths below the place: `s3.buffering.size`.
        place: of the part that it belongs to: `("deliveries", "ToLake")`.
        removal: what becomes of the resource when it leaves its stack, in CloudFormation's words.
    """

    definition: Definition
    place: Path
    removal: str | None = None


@dataclass(frozen=True)
class Settings:
    """What is written of a part, or of something in it.

    Attributes:
        written: keywords to values, which keep the schema.
        name: of the part.
    """

    written: Mapping[str, Any]
    name: str = ""

    def get(self, keyword: str, default: Any = None) -> Any:
        """The value of a keyword."""
        value = self.written.get(keyword)
        return default if value is None else value

    def below(self, *path: str) -> Settings:
        """What is written below a keyword."""
        return Settings(at(self.written, path) or {}, self.name)

    def has(self, keyword: str) -> bool:
        """Tell whether a keyword is written, be it without anything below it."""
        return keyword in self.written

    def amount(self, keyword: str, unit: Unit, default: float | None = None) -> int | float | None:
        """The value of a keyword with a unit, in the property's own unit."""
        text = self.written.get(keyword)
        return default if text is None else unit.amount(text)


def service_default(fact: str) -> int | float:
    """Give the service's own default, in the unit of the limit."""
    default = limit(fact).default
    assert isinstance(default, int | float)
    return default


def target(text: str) -> Any:
    """Give what a name or an ARN stands for where CloudFormation wants an ARN."""
    return Reference(text, "Arn") if is_name(text) else text


def present(value: Any) -> Any:
    """Leave out what is not given."""
    if isinstance(value, Mapping):
        return {name: present(each) for name, each in value.items() if each is not None}
    return [present(each) for each in value] if isinstance(value, list | tuple) else value


def below(prefix: str, arguments: Mapping[str, str]) -> dict[str, str]:
    """Put property paths below another."""
    return {f"{prefix}.{path}": argument for path, argument in arguments.items()}


def logging(log_stream: str) -> dict[str, Any]:
    """Give `CloudWatchLoggingOptions`."""
    return {"Enabled": True, "LogGroupName": MADE, "LogStreamName": log_stream}
