"""What a transform may say about one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Ok:
    """Deliver this value in place of the record.

    Attributes:
        value: what the adapter's `encode` accepts; by default anything JSON can write.
        keys: the partition keys by name, as `!{partitionKeyFromLambda:name}` refers to them.

    Raises:
        ValueError: a key is not a string, is empty or is not Unicode; Firehose delivers such a record to the error
            prefix, or Lambda fails to write the answer of the whole batch.
    """

    value: Any
    keys: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys: Iterable[tuple[object, object]] = self.keys.items()
        for name, key in keys:
            if not isinstance(key, str) or not key:
                raise ValueError(f"partition key {name} must be a string of at least one character, got {key!r}")
            if not isinstance(name, str):
                raise ValueError(f"the name of a partition key must be a string, got {name!r}")
            if not (name.isascii() and key.isascii()):
                (name + key).encode()


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave the record out on purpose; it is neither delivered nor kept.

    Attributes:
        reason: a short phrase that many records share; the adapter counts them by it.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Fail:
    """Refuse the record; Firehose delivers its source bytes to the error prefix.

    Attributes:
        reason: a short phrase that many records share; the adapter counts them by it.
    """

    reason: str


Result: TypeAlias = Ok | Drop | Fail


class Refused(Exception):
    """What an adapter raises to refuse a record by itself.

    Attributes:
        reason: a short phrase that many records share; the text of the exception says what was wrong with this one.
    """

    def __init__(self, reason: str, example: str = "") -> None:
        super().__init__(example)
        self.reason = reason
