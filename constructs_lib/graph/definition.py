"""A resource as a construct is about to define it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HINTS = "kinesis-constructs"
"""Key of a resource's metadata that holds its hints in a template: `{"output_growth": 1.5}`."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One resource in CloudFormation's own terms, before it is handed to the CDK.

    Attributes:
        id: unique among the definitions looked at together: the construct path.
        type: CloudFormation type.
        properties: in CloudFormation's casing; values are JSON, `Undecided` for a token, or a `Reference` whose
            target is the id of another definition.
        arguments: property path to the name of the Python argument that decided it, such as
            `BufferingHints.SizeInMBs` to `destination.buffering.size`.
        hints: what CloudFormation has no property for, such as `output_growth` of a transform.
        depends_on: ids of other definitions.
    """

    id: str
    type: str
    properties: Mapping[str, Any]
    arguments: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, Any] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
