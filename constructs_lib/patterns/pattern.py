"""A pattern: its names, its parameters, its versions, and where its construct is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PARAMETER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
CONSTRUCT = re.compile(r"[\w.]+:\w+")


def order_of(version: str) -> tuple[int, ...]:
    """The numbers of a version, by which versions are sorted."""
    return tuple(map(int, version.split(".")))


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One argument of a pattern.

    Attributes:
        name: of the construct's argument; units stand in it: `retention_hours`.
        schema: JSON Schema of the value, with a description.
        example: a value that fits, for pages and tests.
        default: what is taken when nothing is given.
        optional: it may be left out though there is no default.
        guarded: whoever publishes the pattern decides it, and its users cannot change it.
        at_deployment: a parameter of CloudFormation can hold it; the others shape the template.
        limit: id of the limit whose bounds the schema has, so that a profile can tighten them.
    """

    name: str
    schema: Mapping[str, Any]
    example: Any
    default: Any = None
    optional: bool = False
    guarded: bool = False
    at_deployment: bool = False
    limit: str | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could use.

        Raises:
            ValueError: the name is not in snake case, or the description is missing.
        """
        if not PARAMETER.fullmatch(self.name):
            raise ValueError(f"{self.name} is no name of a parameter: use lower case words joined by underscores")
        if not self.schema.get("description"):
            raise ValueError(f"parameter {self.name} has no description in its schema")

    @property
    def required(self) -> bool:
        """Tell whether a value has to be given."""
        return self.default is None and not self.optional

    @property
    def pascal_name(self) -> str:
        """The name as parameters of CloudFormation are written: `RetentionHours`."""
        return "".join(word.capitalize() for word in self.name.split("_"))


@dataclass(frozen=True, kw_only=True)
class Release:
    """One version of a pattern, by semantic versioning: a major one replaces or renames what is deployed.

    Attributes:
        version: such as `1.2.0`.
        changes: what changed, a sentence each.
    """

    version: str
    changes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a version that cannot be ordered.

        Raises:
            ValueError: it is no version, or says nothing of its changes.
        """
        if not VERSION.fullmatch(self.version):
            raise ValueError(f"{self.version} is no version: write major.minor.patch")
        if not self.changes:
            raise ValueError(f"version {self.version} does not say what changed")

    @property
    def order(self) -> tuple[int, ...]:
        """The numbers of the version."""
        return order_of(self.version)


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A finished pipeline with few arguments, known without the CDK.

    Attributes:
        id: kebab-case, never reused.
        title: a few words.
        summary: one sentence on what it is for.
        construct: `module:Class` of the construct, imported only when something is synthesized.
        parameters: in reading order.
        releases: the newest first.
        owner: who answers for it.

    Example:
        >>> from constructs_lib.patterns import find_pattern
        >>> find_pattern("stream-to-lake").version
        '1.0.0'
    """

    id: str
    title: str
    summary: str
    construct: str
    parameters: tuple[Parameter, ...]
    releases: tuple[Release, ...]
    owner: str = "kinesis-constructs"

    def __post_init__(self) -> None:
        """Refuse what nobody could publish.

        Raises:
            ValueError: with what is wrong.
        """
        if not ID.fullmatch(self.id):
            raise ValueError(f"{self.id} is no id of a pattern: use lower case words joined by hyphens")
        if not CONSTRUCT.fullmatch(self.construct):
            raise ValueError(f"pattern {self.id}: {self.construct} names no construct; write module:Class")
        orders = [release.order for release in self.releases]
        if not orders or orders != sorted(set(orders), reverse=True):
            raise ValueError(f"pattern {self.id} lists its releases with the newest first, each once")
        names = [parameter.name for parameter in self.parameters]
        if len(set(names)) < len(names):
            raise ValueError(f"pattern {self.id} has two parameters of one name")

    @property
    def version(self) -> str:
        """The newest version."""
        return self.releases[0].version

    @property
    def major(self) -> int:
        """The first number of the version."""
        return self.releases[0].order[0]

    def parameter(self, name: str) -> Parameter:
        """Find a parameter.

        Raises:
            KeyError: there is none of this name.
        """
        return {each.name: each for each in self.parameters}[name]

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"{self.id} {self.version}",
            "description": self.summary,
            "type": "object",
            "additionalProperties": False,
            "required": [each.name for each in self.parameters if each.required],
            "properties": {
                each.name: dict(each.schema) | ({} if each.default is None else {"default": each.default})
                for each in self.parameters
            },
        }

    @property
    def examples(self) -> dict[str, Any]:
        """A value for each required parameter."""
        return {each.name: each.example for each in self.parameters if each.required}

    @property
    def complete_examples(self) -> dict[str, Any]:
        """A value for each parameter that has one: its default, or its example where it is required."""
        return self.examples | {each.name: each.default for each in self.parameters if each.default is not None}
