from __future__ import annotations

from collections import Counter

import pytest

from apps.flights.data.sample import ROWS, SAMPLE, scheduled_order, write
from apps.flights.events import encode_event, partition_key, read_events
from apps.flights.functions.transform.index import clean, flight_id
from constructs_lib.limits import limit
from constructs_lib.runtime import Ok
from constructs_lib.runtime.codec import from_json


@pytest.fixture(scope="module")
def events() -> list[dict[str, str]]:
    return list(read_events())


def test_the_sample_holds_what_its_readme_says(events):
    assert len(events) == ROWS == len({flight_id(event) for event in events})
    carriers = Counter(event["carrier"] for event in events)
    assert (len(carriers), carriers["UA"], carriers["OO"]) == (16, 3424, 1)
    assert sum(event["dep_time"] == "NA" for event in events) == 1334
    assert sum(event["tailnum"] == "NA" for event in events) == 451
    assert sum(event["dep_time"] != "NA" and event["air_time"] == "NA" for event in events) == 64
    assert events == sorted(events, key=scheduled_order)


def test_the_sample_is_written_to_the_same_bytes_every_time(events, tmp_path):
    for name in ("one", "two"):
        write(events, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert len(list(read_events())) == ROWS
    assert SAMPLE.stat().st_size < 500_000


def test_fewer_events_are_the_first_ones(events):
    assert list(read_events(10)) == events[:10]


def test_an_event_survives_its_record(events):
    assert from_json(encode_event(events[0])) == events[0]


def test_no_partition_key_is_hot(events):
    keys = Counter(map(partition_key, events))
    assert keys.most_common(1)[0][1] / len(events) < 0.005
    assert all(len(key) in limit("kinesis-partition-key-length") for key in keys)


def test_the_whole_sample_stays_inside_the_active_partitions_of_one_delivery_stream(events):
    results = map(clean, events)
    partitions = {tuple(result.keys.values()) for result in results if isinstance(result, Ok)}
    assert len(partitions) == 353
    assert len(partitions) in limit("firehose-dp-active-partitions")
