"""Many user records in one Kinesis record, each in the shard that its own key belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import md5
from typing import TYPE_CHECKING

from constructs_lib.operate.entry import Entry
from constructs_lib.runtime.aggregation import UserRecord, aggregate

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

PACKED_BYTES = 51_200
"""How large an aggregated record becomes; the default of the Kinesis Producer Library.

Source: awslabs/amazon-kinesis-producer, java/amazon-kinesis-producer-sample/default_config.properties,
AggregationMaxSize; read 2026-11-21.
"""
FRAME_BYTES = 64
"""At most what the format adds to one user record beside its data and key; assumed generously, never too small."""
PARTITION_KEY = "a"
"""Of every aggregated record: its explicit hash key decides the shard, as with the Kinesis Producer Library."""


@dataclass(frozen=True, slots=True)
class Packed(Entry):
    """A record made for one shard: an aggregated one, or one that was alone and stays as it is.

    Attributes:
        members: the user records in it, in order.
        shard_id: where it belongs.
    """

    members: tuple[Entry, ...] = ()
    shard_id: str = ""


@dataclass(frozen=True, slots=True)
class ShardMap:
    """Which open shard takes which keys.

    Attributes:
        starts: the first hash key of each shard, ascending.
        ids: of the shards.
    """

    starts: tuple[int, ...]
    ids: tuple[str, ...]

    @classmethod
    def of(cls, client: KinesisClient, stream_name: str) -> ShardMap:
        """Ask for the shards of a stream.

        Raises:
            botocore.exceptions.ClientError: they cannot be listed.
        """
        pages = client.get_paginator("list_shards").paginate(StreamName=stream_name)
        shards = [shard for page in pages for shard in page["Shards"]]
        is_open = [shard for shard in shards if "EndingSequenceNumber" not in shard["SequenceNumberRange"]]
        found = sorted((int(shard["HashKeyRange"]["StartingHashKey"]), shard["ShardId"]) for shard in is_open)
        return cls(tuple(start for start, _ in found), tuple(name for _, name in found))

    def place(self, entry: Entry) -> int:
        """Find the number of the shard that an entry belongs to."""
        return bisect_right(self.starts, hash_key(entry.partition_key)) - 1


def hash_key(partition_key: str) -> int:
    """Hash a partition key as Kinesis does: MD5 as a number of 128 bits.

    Source: Kinesis API reference: PutRecord, PartitionKey.
    """
    return int.from_bytes(md5(partition_key.encode(), usedforsecurity=False).digest(), "big")


def pack(entries: Iterable[Entry], shards: ShardMap, *, most_bytes: int = PACKED_BYTES) -> Iterator[Packed]:
    """Pack entries by shard; the order of each partition key is kept.

    Args:
        entries: read lazily; at most one unfinished record for each shard is held.
        shards: the open ones.
        most_bytes: data and keys of one aggregated record.
    """
    held: dict[int, list[Entry]] = {}
    sizes: dict[int, int] = {}
    for entry in entries:
        number, size = shards.place(entry), entry.size_bytes + FRAME_BYTES
        if number in held and sizes[number] + size > most_bytes:
            yield packed(held.pop(number), shards, number)
        if number not in held:
            held[number], sizes[number] = [], 0
        held[number].append(entry)
        sizes[number] += size
    for number, members in held.items():
        yield packed(members, shards, number)


def packed(members: list[Entry], shards: ShardMap, number: int) -> Packed:
    """Make one record of what one shard takes."""
    if len(members) == 1:
        (alone,) = members
        return Packed(alone.data, alone.partition_key, alone.explicit_hash_key, (alone,), shards.ids[number])
    return Packed(
        aggregate(UserRecord(member.data, member.partition_key) for member in members),
        PARTITION_KEY,
        explicit_hash_key=str(shards.starts[number]),
        members=tuple(members),
        shard_id=shards.ids[number],
    )


def strays(entry: Packed, shard_id: str, shards: ShardMap) -> list[Entry]:
    """Find the members of a record that a reader of the shard it came into leaves out.

    Args:
        entry: the record.
        shard_id: where it came into.
        shards: the open ones now.
    """
    return [member for member in entry.members if shards.ids[shards.place(member)] != shard_id]
