"""What a destination of a spec adds to a delivery stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A destination in CloudFormation's own terms.

    Attributes:
        name: property of the delivery stream: `ExtendedS3DestinationConfiguration`.
        configuration: its value, without role, log and processors.
        arguments: path in it to the keyword that decides it.
        processors: what the destination itself adds to those of the delivery stream.
        queries: the keyword that holds its jq expressions.
    """

    name: str
    configuration: dict[str, Any]
    arguments: Mapping[str, str]
    processors: list[dict[str, Any]] = field(default_factory=list)
    queries: str = ""
