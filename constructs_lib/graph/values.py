"""What a property can hold besides plain JSON: references, choices and what cannot be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PSEUDO = "AWS::"
"""How the names of pseudo parameters begin."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A value that exists but cannot be known before deployment.

    Attributes:
        reason: why, in a few words: `parameter Hours has no default`, `token`.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A `Ref` (no attribute) or an `Fn::GetAtt` to a resource of the same template.

    Attributes:
        target: logical id of the resource.
        attribute: name of the attribute, such as `Arn`; `None` for a `Ref`.
    """

    target: str
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """An `Fn::ImportValue` of another template's export."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A `Ref` to a template parameter."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An `Fn::If`: one node when the condition holds, another when it does not."""

    condition: str
    if_true: Node
    if_false: Node


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value computed from a parameter with allowed values: one of these, and which is not known."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A value that a parameter decides: an `Fn::FindInMap` by a pseudo parameter, or a text with an allowed value.

    Attributes:
        parameter: such as `AWS::Region`.
        options: its value to what stands there for it.
    """

    parameter: str
    options: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Text:
    """A string that is known in part: literals in order with references and unknown pieces between them."""

    parts: tuple[str | Reference | Undecided, ...]

    @property
    def whole(self) -> Node:
        """What the text comes to: the reference that is all there is in it, as in `!Sub "${Orders.Arn}"`, or itself."""
        alone = self.parts[0] if len(self.parts) == 1 else None
        return alone if isinstance(alone, Reference) and not alone.target.startswith(PSEUDO) else self


Scalar = str | int | float | bool
Special = Undecided | Reference | Import | Parameter | Choice | OneOf | Lookup | Text
Node = Scalar | None | Special | Mapping[str, "Node"] | Sequence["Node"]
"""A property value as written. `None` is absence (`AWS::NoValue`)."""
