"""Failed records, grouped by what failed, where, when and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from constructs_lib.operate.failures.record import FailedRecord, Kind, Payload, StreamRange, Unreadable

DEFAULT_SAMPLES = 1
REASON_CHARACTERS = 200
OF_ONE_RECORD = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\b(?:\d{10,}|[0-9a-f]{16,}|[0-9A-F]{16,})\b(?!:)"
)
"""What a message says of one record or request alone: ids, times, sequence numbers; not the account of an ARN; ours."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What the records of one group have in common.

    Attributes:
        kind: what gave them up.
        stream: name of their stream; empty where it is not known.
        hour: `2025-11-13T02:00Z`; empty where it is not known.
        reason: error code and message, at most 200 characters of it, without what tells records of one reason apart.
    """

    kind: Kind
    stream: str
    hour: str
    reason: str


@dataclass(slots=True)
class Group:
    """The records of one group.

    Attributes:
        records: how many there are; those of a batch that is only known by its position count.
        samples: the first of them.
    """

    records: int = 0
    samples: list[FailedRecord] = field(default_factory=list)


@dataclass(slots=True)
class Summary:
    """What a failure bucket holds.

    Attributes:
        most_samples: how many records each group keeps.
        objects: objects read.
        records: failed records in them.
        groups: by what they have in common.
        unreadable: what is no failure document, without its bytes.
    """

    most_samples: int = DEFAULT_SAMPLES
    objects: int = 0
    records: int = 0
    groups: dict[GroupKey, Group] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)

    def add(self, found: Iterable[FailedRecord | Unreadable]) -> None:
        """Count what one object holds."""
        self.objects += 1
        for one in found:
            if isinstance(one, Unreadable):
                self.unreadable.append(replace(one, raw=b""))
                continue
            weight = one.content.records if isinstance(one.content, StreamRange) else 1
            group = self.groups.setdefault(key_of(one), Group())
            group.records += weight
            self.records += weight
            if len(group.samples) < self.most_samples:
                group.samples.append(one)

    def largest_first(self) -> list[tuple[GroupKey, Group]]:
        """List the groups, those with the most records first, then by kind, stream, hour and reason."""
        return sorted(
            self.groups.items(),
            key=lambda entry: (-entry[1].records, entry[0].kind, entry[0].stream, entry[0].hour, entry[0].reason),
        )


def key_of(record: FailedRecord) -> GroupKey:
    """Tell a record's group."""
    hour = "" if record.time is None else f"{datetime.fromtimestamp(record.time, UTC):%Y-%m-%dT%H:00Z}"
    reason = ": ".join(part for part in (record.code, record.message) if part)
    return GroupKey(record.kind, record.stream or "", hour, alike(reason))


def alike(reason: str) -> str:
    """Write a reason as all records have it that failed for the same one.

    Example:
        >>> alike('413: {"requestId": "43b8e724-dbac-4510-adb7-ef211c6044b9", "timestamp": "1598556019164"}')
        '413: {"requestId": "…", "timestamp": "…"}'
    """
    return OF_ONE_RECORD.sub("…", reason)[:REASON_CHARACTERS]


def shown(record: FailedRecord) -> str:
    """Write a record's content for people: text as it is, other bytes as Python writes them."""
    content = record.content
    if isinstance(content, Payload):
        try:
            text = content.data.decode("utf-8").rstrip("\n")
        except UnicodeDecodeError:
            return repr(content.data)
        return text if text.isprintable() else repr(text)
    if isinstance(content, StreamRange):
        return f"{content.stream_arn} {content.shard_id} from {content.start} to {content.end}"
    return content.url
