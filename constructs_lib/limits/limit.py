"""One AWS limit, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a limit bounds."""

    RANGE = "range"
    LENGTH = "length"
    COUNT = "count"
    ENUM = "enum"
    PATTERN = "pattern"
    REQUIRES = "requires"
    EXCLUDES = "excludes"
    IMMUTABLE = "immutable"
    CROSS_RESOURCE = "cross-resource"
    QUOTA = "quota"
    PRICE = "price"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """A fact about AWS: a bound, a list of allowed values or a relation, with where and when it was read.

    Attributes:
        id: kebab-case, unique, never reused.
        service: `kinesis`, `firehose`, `lambda` and so on.
        resource: CloudFormation type, or `API <service> <operation>`, or a plain name where no type exists.
        property_path: in CloudFormation's names; `[]` marks a list item, `*.` any destination block.
        minimum: inclusive, in `unit`.
        maximum: inclusive, in `unit`.
        allowed: the members of an enum; for relations, the properties or resources meant.
        pattern: matches the whole value unless it carries its own anchors.
        applies_when: the condition, in words.
        adjustable: AWS raises it on request.
        model_shape: the botocore shape that states it, `service.Shape`.
        cfn_schema: how the CloudFormation schema compares: `same`, `absent`, `differs (...)`, `property-not-in-schema`.
        confidence: `high` (the model or a current official page), `medium` (one indirect source), `low` (inference).
    """

    id: str
    service: str
    resource: str
    property_path: str | None
    kind: Kind
    applies_when: str
    adjustable: bool
    source: str
    confidence: Literal["high", "medium", "low"]
    source_date: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    default: str | int | float | bool | None = None
    allowed: tuple[str | int | float, ...] = ()
    pattern: str | None = None
    value: str | int | float | None = None
    unit: str | None = None
    model_shape: str | None = None
    cfn_schema: str | None = None
    note: str | None = None

    @property
    def low(self) -> int | float:
        """The inclusive lower bound.

        Raises:
            ValueError: the limit has none.
        """
        if self.minimum is None:
            raise ValueError(f"limit {self.id} has no lower bound")
        return self.minimum

    @property
    def high(self) -> int | float:
        """The inclusive upper bound.

        Raises:
            ValueError: the limit has none.
        """
        if self.maximum is None:
            raise ValueError(f"limit {self.id} has no upper bound")
        return self.maximum

    def __contains__(self, value: float) -> bool:
        """Tell whether a number lies within the bounds."""
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)

    @property
    def read(self) -> str:
        """The source and the date on which it stood: `botocore 1.44.5 kinesis StreamName, 2026-11-17`."""
        return f"{self.source}, {self.source_date}" if self.source_date else self.source
