"""A record on its way to AWS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to put.

    Attributes:
        data: the record's bytes.
        partition_key: decides the shard; 1 to 256 characters.
        explicit_hash_key: decides it instead, where there is one; a decimal number of up to 128 bits.
    """

    data: bytes
    partition_key: str
    explicit_hash_key: str | None = None

    @property
    def size_bytes(self) -> int:
        """What the record counts against the limits: its data and its partition key."""
        return len(self.data) + len(self.partition_key.encode())


@dataclass(frozen=True, slots=True)
class Unsent:
    """A record that is not in the stream.

    Attributes:
        entry: the record.
        reason: the service's last error code and message, or which limit the record breaks.
    """

    entry: Entry
    reason: str
