from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.operate import Entry, Producer
from constructs_lib.operate.aggregate import ShardMap, hash_key, pack
from constructs_lib.runtime.aggregation import user_records

SPACE = 2**128


def even(count: int) -> ShardMap:
    return ShardMap(tuple(SPACE * n // count for n in range(count)), tuple(f"shard {n}" for n in range(count)))


entries = st.lists(
    st.builds(Entry, st.binary(max_size=60), st.sampled_from([f"key {n}" for n in range(6)])), max_size=60
)


@given(entries, st.integers(1, 4), st.integers(1, 900))
def test_every_record_is_packed_once_in_its_shard_and_in_the_order_of_its_key(put, shard_count, most_bytes):
    shards = even(shard_count)
    found = defaultdict(list)
    for packed in pack(iter(put), shards, most_bytes=most_bytes):
        assert packed.shard_id == shards.ids[shards.place(packed.members[0])]
        if packed.explicit_hash_key is not None:
            assert int(packed.explicit_hash_key) in shards.starts
            assert len(packed.data) <= most_bytes + 200
        for record in user_records(packed.data, packed.partition_key):
            assert shards.ids[shards.place(Entry(b"", record.partition_key))] == packed.shard_id
            found[record.partition_key].append(record.data)
    expected = defaultdict(list)
    for entry in put:
        expected[entry.partition_key].append(entry.data)
    assert found == expected


def test_many_small_records_become_few():
    put = [Entry(b"x" * 100, f"key {n}") for n in range(1000)]
    assert len(list(pack(put, even(2)))) <= 5


class Stream:
    """A stream that is split in two before it takes its first record."""

    def __init__(self) -> None:
        self.split = False
        self.taken: dict[str, list[str]] = defaultdict(list)

    def get_paginator(self, _: str) -> Stream:
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        names = ["left", "right"] if self.split else ["whole"]
        shards = [
            {
                "ShardId": name,
                "HashKeyRange": {"StartingHashKey": str(SPACE * n // len(names))},
                "SequenceNumberRange": {},
            }
            for n, name in enumerate(names)
        ]
        if self.split:
            closed = {"StartingHashKey": "0"}, {"EndingSequenceNumber": "9"}
            shards.append({"ShardId": "whole", "HashKeyRange": closed[0], "SequenceNumberRange": closed[1]})
        return [{"Shards": shards}]

    def put_records(self, *, Records: list[dict[str, Any]], **_: str) -> dict[str, Any]:  # noqa: N803
        self.split = True
        outcomes = []
        for record in Records:
            at = int(record.get("ExplicitHashKey", hash_key(record["PartitionKey"])))
            shard = "left" if at < SPACE // 2 else "right"
            self.taken[shard] += [user.partition_key for user in user_records(record["Data"], record["PartitionKey"])]
            outcomes.append({"SequenceNumber": "1", "ShardId": shard})
        return {"Records": outcomes}


def test_after_a_split_each_record_is_where_a_reader_of_its_shard_finds_it():
    stream = Stream()
    keys = [f"key {n}" for n in range(40)]
    report = Producer(stream, "flights", aggregated=True).send(Entry(b"x", key) for key in keys)  # type: ignore[arg-type]
    assert (report.sent, report.unsent) == (40, ())
    for shard, own in (("left", range(SPACE // 2)), ("right", range(SPACE // 2, SPACE))):
        belonging = {key for key in keys if hash_key(key) in own}
        assert belonging <= set(stream.taken[shard])
    assert report.retried == len(set(stream.taken["right"]))


@given(entries)
def test_an_ordered_producer_never_puts_two_records_of_a_key_into_one_request(put):
    class Requests(Stream):
        def put_records(self, *, Records: list[dict[str, Any]], **_: str) -> dict[str, Any]:  # noqa: N803
            keys = [record["PartitionKey"] for record in Records]
            assert len(keys) == len(set(keys))
            return super().put_records(Records=Records)

    producer = Producer(Requests(), "flights", ordered=True)  # type: ignore[arg-type]
    sendable = [entry for entry in put if entry.partition_key]
    assert producer.send(sendable).sent == len(sendable)
