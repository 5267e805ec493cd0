from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.operate import Entry, ProducerReport, Unsent
from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.failures import (
    FailedRecord,
    Kind,
    Payload,
    Place,
    StoredObject,
    StreamRange,
    Unreadable,
    read_failures,
)
from constructs_lib.operate.redrive import Journal, Redrive, StreamReader, Totals
from constructs_lib.operate.redrive.run import Transform

SETTINGS = {"location": "s3://lake", "to": "stream:flights", "only": ""}


class Bucket:
    """Objects in memory."""

    def __init__(self, **objects: Sequence[FailedRecord | Unreadable]) -> None:
        self.content = objects
        self.settled: list[str] = []

    def objects(self, wanted: Callable[[str], bool]) -> Iterator[str]:
        return filter(wanted, sorted(self.content))

    def read(self, key: str) -> list[FailedRecord | Unreadable]:
        return list(self.content[key])

    def settle(self, keys: Collection[str]) -> None:
        self.settled += keys

    def close(self) -> None:
        pass


class Streams:
    """Streams in memory that answer a few records at a time, numbered from 1."""

    def __init__(self, kept_from: int = 1, records: int = 20) -> None:
        self.numbers = range(kept_from, records + 1)

    def __call__(self, region: str) -> Any:
        assert region == "us-east-1"
        return self

    def get_shard_iterator(self, *, ShardIteratorType: str, StartingSequenceNumber: str, **_: str) -> dict[str, str]:  # noqa: N803
        after = ShardIteratorType == "AFTER_SEQUENCE_NUMBER"
        return {"ShardIterator": str(int(StartingSequenceNumber) + after)}

    def get_records(self, *, ShardIterator: str, **_: str) -> dict[str, Any]:  # noqa: N803
        found = [number for number in self.numbers if number >= int(ShardIterator)][:3]
        records = [{"SequenceNumber": str(n), "Data": b"%d" % n, "PartitionKey": f"k{n}"} for n in found]
        at = found[-1] + 1 if found else int(ShardIterator)
        return {"Records": records, "NextShardIterator": str(at), "MillisBehindLatest": 0}


def position(key: str, line: int, start: int, end: int) -> FailedRecord:
    arn = "arn:aws:kinesis:us-east-1:111111111111:stream/flights"
    content = StreamRange(arn, "shardId-0", str(start), str(end), end - start + 1)
    return FailedRecord(kind=Kind.MAPPING, place=Place("lake", key, line), content=content)


class Killed(BaseException):
    """The process ends here."""


class Target:
    """Takes records, refuses some, and dies when it is told to."""

    def __init__(self, refuses: bytes = b"\x00never", dies_after: int | None = None) -> None:
        self.taken: list[Entry] = []
        self.refuses = refuses
        self.left = dies_after

    def send(self, entries: Iterable[Entry], /) -> ProducerReport:
        entries = list(entries)
        unsent = tuple(Unsent(entry, "Throttled: slow down") for entry in entries if entry.data == self.refuses)
        self.taken += [entry for entry in entries if entry.data != self.refuses]
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Killed
        return ProducerReport(sent=len(entries) - len(unsent), unsent=unsent)


def failed(key: str, line: int, data: bytes, partition_key: str | None = None) -> FailedRecord:
    return FailedRecord(kind=Kind.PROCESSING, place=Place("lake", key, line), content=Payload(data, partition_key))


def redrive(
    bucket: Bucket,
    target: Target,
    folder: Path,
    *,
    transform: Transform | None = None,
    rate: int | None = None,
    streams: Streams | None = None,
) -> Totals:
    with Journal(folder, SETTINGS) as journal:
        return Redrive(
            source=bucket,
            streams=StreamReader(streams or Streams()),
            sender=target,
            target="stream:flights",
            journal=journal,
            transform=transform,
            rate=rate,
            sleep=lambda _: None,
        ).run()


def kept(folder: Path) -> list[FailedRecord | Unreadable]:
    return list(read_failures("kept", "failed.jsonl", (folder / "failed.jsonl").read_bytes()))


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    def transform(data: bytes) -> bytes | None:
        return None if data == b"drop" else data[: 10 // len(data)]

    placed = Place("lake", "a", 9)
    bucket = Bucket(
        a=[
            failed("a", 1, b"hello"),
            failed("a", 2, b"drop"),
            failed("a", 3, b""),
            failed("a", 4, b"no"),
            Unreadable(Place("lake", "a", 5), "it is no JSON", b"\xff"),
            position("a", 6, 3, 4),
            FailedRecord(kind=Kind.REDSHIFT, place=placed, content=StoredObject("s3://lake/x")),
        ]
    )
    target = Target(refuses=b"no")
    totals = redrive(bucket, target, tmp_path, transform=transform)
    assert (totals.read, totals.sent, totals.failed, totals.unreadable) == (8, 3, 2, 1)
    assert totals.skipped.total() == 2
    assert totals.add_up
    assert [entry.data for entry in target.taken] == [b"he", b"3", b"4"]
    lines = [one for one in kept(tmp_path) if isinstance(one, FailedRecord)]
    assert Counter((line.code, line.content) for line in lines) == Counter(
        [
            ("Redrive.TransformFailed", Payload(b"")),
            ("Redrive.NotSent", Payload(b"no")),
        ]
    )
    (unreadable,) = [one for one in kept(tmp_path) if isinstance(one, Unreadable)]
    assert (unreadable.reason, unreadable.raw) == ("it is no JSON", b"\xff")


def test_a_record_keeps_its_partition_key_and_gets_its_id_where_it_has_none(tmp_path: Path) -> None:
    target = Target()
    redrive(Bucket(a=[failed("a", 1, b"x", "N14228"), failed("a", 2, b"y")]), target, tmp_path)
    assert [entry.partition_key for entry in target.taken] == ["N14228", Place("lake", "a", 2).record_id]


def test_what_failed_again_can_be_sent_as_what_it_was_and_counts_how_often_it_failed(tmp_path: Path) -> None:
    def broken(data: bytes) -> bytes:
        raise ValueError("broken")

    bucket = Bucket(a=[failed("a", 1, b"x", "N14228"), failed("a", 2, b"y"), position("a", 3, 3, 4)])
    gone = Streams(kept_from=5)
    redrive(bucket, Target(), tmp_path / "1", transform=broken, streams=gone)
    redrive(Bucket(kept=kept(tmp_path / "1")), Target(), tmp_path / "2", transform=broken, streams=gone)
    again = kept(tmp_path / "2")
    ids = {Place("lake", "a", line).record_id for line in (1, 2, 3)}
    assert {one.place.record_id for one in again} == ids
    assert [one.redrives for one in again if isinstance(one, FailedRecord)] == [2, 2, 2]
    target = Target()
    redrive(Bucket(kept=again), target, tmp_path / "3")
    keys = {entry.data: entry.partition_key for entry in target.taken}
    assert keys == {b"x": "N14228", b"y": Place("lake", "a", 2).record_id, b"3": "k3", b"4": "k4"}


def test_a_transform_that_returns_text_fails_the_record(tmp_path: Path) -> None:
    totals = redrive(Bucket(a=[failed("a", 1, b"x")]), Target(), tmp_path, transform=lambda data: data.decode())  # type: ignore[arg-type, return-value]
    assert totals.failed == 1
    (line,) = kept(tmp_path)
    assert isinstance(line, FailedRecord)
    assert line.message == "TypeError: transform must return bytes or None, got str"


def test_new_objects_are_sent_by_the_next_run_and_old_ones_are_not(tmp_path: Path) -> None:
    target = Target()
    redrive(Bucket(b=[failed("b", 1, b"old")]), target, tmp_path)
    totals = redrive(Bucket(a=[failed("a", 1, b"new")], b=[failed("b", 1, b"old")]), target, tmp_path)
    assert [entry.data for entry in target.taken] == [b"old", b"new"]
    assert (totals.read, totals.sent) == (2, 2)


def test_a_target_that_is_gone_ends_it_with_a_sentence(tmp_path: Path) -> None:
    class Gone(Target):
        def send(self, entries: Iterable[Entry], /) -> ProducerReport:
            reason = f"no stream for {len(list(entries))}"
            raise ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": reason}}, "PutRecords")

    bucket = Bucket(a=[failed("a", 1, b"x")])
    with pytest.raises(OperateError, match="cannot send to stream:flights: it does not exist"):
        redrive(bucket, Gone(), tmp_path)
    assert redrive(bucket, Target(), tmp_path).sent == 1


def test_a_folder_serves_one_redrive(tmp_path: Path) -> None:
    with Journal(tmp_path, SETTINGS), pytest.raises(OperateError, match="another redrive uses"):
        Journal(tmp_path, SETTINGS)
    with pytest.raises(OperateError, match="belongs to another redrive"):
        Journal(tmp_path, {**SETTINGS, "to": "stream:other"})
    (tmp_path / "steps.jsonl").write_bytes(json.dumps(SETTINGS).encode() + b"\n{}\n")
    with pytest.raises(OperateError, match="is damaged"):
        Journal(tmp_path, SETTINGS)


def test_a_half_written_line_is_cut_off(tmp_path: Path) -> None:
    bucket = Bucket(a=[failed("a", 1, b"x")])
    redrive(bucket, Target(), tmp_path)
    with (tmp_path / "steps.jsonl").open("ab") as steps, (tmp_path / "failed.jsonl").open("ab") as lines:
        steps.write(b'{"reached": {"b"')
        lines.write(b'{"rawData": "')
    assert redrive(bucket, Target(), tmp_path).sent == 1
    assert (tmp_path / "failed.jsonl").read_bytes() == b""


@given(
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=6),
    rate=st.integers(1, 7),
    deaths=st.lists(st.integers(0, 5), max_size=5),
)
def test_wherever_it_is_killed_nothing_is_lost_and_one_batch_is_sent_twice_at_most(
    sizes: list[int], rate: int, deaths: list[int]
) -> None:
    bucket = Bucket(
        **{
            f"k{number}": [
                failed(f"k{number}", line, b"bad" if line == 4 else b"%d.%d" % (number, line)) for line in range(size)
            ]
            for number, size in enumerate(sizes)
        }
    )
    taken: list[bytes] = []
    killed = 0
    with tempfile.TemporaryDirectory() as folder:
        for death in [*deaths, None]:
            target = Target(b"bad", death)
            try:
                totals = redrive(bucket, target, Path(folder), rate=rate)
            except Killed:
                killed += 1
            taken += [entry.data for entry in target.taken]
        totals = redrive(bucket, Target(b"bad"), Path(folder), rate=rate)
        bad = sum(size > 4 for size in sizes)
        assert len((Path(folder) / "failed.jsonl").read_bytes().splitlines()) == bad
    everything = {b"%d.%d" % (number, line) for number, size in enumerate(sizes) for line in range(size) if line != 4}
    assert set(taken) == everything
    assert len(taken) - len(everything) <= killed * rate
    assert totals.add_up
    assert (totals.read, totals.sent, totals.failed) == (sum(sizes), len(everything), bad)


def test_the_rate_is_kept(tmp_path: Path) -> None:
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    bucket = Bucket(a=[failed("a", line, b"x") for line in range(1000)])
    with Journal(tmp_path, SETTINGS) as journal:
        Redrive(
            source=bucket,
            streams=StreamReader(Streams()),
            sender=Target(),
            target="stream:flights",
            journal=journal,
            rate=100,
            sleep=sleep,
            clock=lambda: now,
        ).run()
    assert now == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("kept_from", "reason"),
    [
        (5, "records before 5 have passed the retention of arn:aws:kinesis:us-east-1:111111111111:stream/flights"),
        (30, "none of its records is in arn:aws:kinesis:us-east-1:111111111111:stream/flights any more"),
    ],
)
def test_a_range_that_is_no_longer_whole_in_its_stream_is_kept_with_the_reason(tmp_path, kept_from, reason):
    bucket = Bucket(a=[position("a", 1, 3, 8), failed("a", 2, b"x")])
    target = Target()
    totals = redrive(bucket, target, tmp_path, streams=Streams(kept_from))
    assert (totals.read, totals.sent, totals.failed) == (2, 1, 1)
    (line,) = kept(tmp_path)
    assert isinstance(line, FailedRecord)
    assert (line.code, line.message) == ("Redrive.NotInStream", reason)
    assert bucket.settled == []


def test_only_what_was_sent_as_a_whole_is_settled(tmp_path: Path) -> None:
    bucket = Bucket(
        a=[failed("a", 1, b"x"), position("a", 2, 1, 4)],
        b=[failed("b", 1, b"x"), failed("b", 2, b"no")],
        c=[failed("c", 1, b"no"), failed("c", 2, b"x")],
        d=[Unreadable(Place("lake", "d", 1), "it is no JSON")],
    )
    redrive(bucket, Target(refuses=b"no"), tmp_path, rate=2)
    assert bucket.settled == ["a"]


def test_what_was_sent_but_not_settled_before_the_end_is_settled_by_the_next_run(tmp_path: Path) -> None:
    class Dying(Bucket):
        def settle(self, keys: Collection[str]) -> None:
            raise Killed(keys)

    target = Target()
    with pytest.raises(Killed):
        redrive(Dying(a=[failed("a", 1, b"x")]), target, tmp_path)
    bucket = Bucket(a=[failed("a", 1, b"x")])
    redrive(bucket, target, tmp_path)
    assert bucket.settled == ["a"]
    assert len(target.taken) == 1


@given(st.lists(st.integers(1, 12), min_size=1, max_size=4), st.lists(st.integers(0, 6), max_size=4), st.integers(1, 5))
@settings(deadline=None, max_examples=30)
def test_ranges_survive_kills_like_documents(lengths: list[int], lives: list[int], rate: int) -> None:
    """However often it dies, every record of every range arrives, and at most one batch a death comes twice."""
    bucket = Bucket(**{f"m{n}": [position(f"m{n}", 1, 1, length)] for n, length in enumerate(lengths)})
    taken: list[Entry] = []
    with tempfile.TemporaryDirectory() as folder:
        for life in [*lives, None]:
            target = Target(dies_after=life)
            try:
                totals = redrive(bucket, target, Path(folder), rate=rate)
            except Killed:
                continue
            finally:
                taken += target.taken
    expected = Counter(str(number).encode() for length in lengths for number in range(1, length + 1))
    found = Counter(entry.data for entry in taken)
    assert found >= expected
    assert found.total() - expected.total() <= len(lives) * rate
    assert totals.add_up
    assert sorted(set(bucket.settled)) == sorted(bucket.content)
