"""The producer against a real service: what is packed comes out as it went in, in its own shard."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

import pytest

from constructs_lib.local import LocalAws
from constructs_lib.operate import Entry, Producer
from constructs_lib.operate.aggregate import ShardMap
from constructs_lib.runtime.aggregation import user_records


@pytest.fixture(scope="module")
def aws() -> Iterator[LocalAws]:
    with LocalAws.start() as running:
        yield running


@pytest.mark.parametrize(
    "options", [{}, {"ordered": True}, {"aggregated": True}, {"aggregated": True, "ordered": True}]
)
def test_every_record_is_in_the_shard_of_its_key_in_order(aws: LocalAws, options: dict[str, bool]) -> None:
    kinesis = aws.client("kinesis")
    name = "-".join(["flights", *options])
    kinesis.create_stream(StreamName=name, ShardCount=3)
    entries = [Entry(json.dumps({"n": n}).encode(), f"key {n % 40}") for n in range(2_000)]
    report = Producer(kinesis, name, **options).send(entries)
    assert (report.sent, report.unsent) == (len(entries), ())
    shards = ShardMap.of(kinesis, name)
    found = defaultdict(list)
    for shard in shards.ids:
        at = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        page = kinesis.get_records(ShardIterator=at["ShardIterator"])
        for record in page["Records"]:
            for user in user_records(record["Data"], record["PartitionKey"]):
                assert shards.ids[shards.place(Entry(b"", user.partition_key))] == shard
                found[user.partition_key].append(json.loads(user.data)["n"])
    assert {key: sorted(numbers) for key, numbers in found.items()} == dict(found)
    assert sum(map(len, found.values())) == len(entries)
