"""`PutRecords`, with the failures inside a successful answer attended to."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.limits import limit
from constructs_lib.operate.aggregate import Packed, ShardMap, pack, strays
from constructs_lib.operate.attempts import Attempts
from constructs_lib.operate.entry import Entry, Unsent

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_kinesis.type_defs import PutRecordsRequestEntryTypeDef

REQUEST_RECORDS = int(limit("kinesis-putrecords-count").high)
REQUEST_BYTES = int(limit("kinesis-putrecords-bytes").high)
RECORD_BYTES = int(limit("kinesis-record-default-size").high)
PARTITION_KEY_CHARACTERS = limit("kinesis-partition-key-length")

PASSING_ERRORS = frozenset(
    {
        "InternalFailure",
        "InternalFailureException",
        "KMSThrottlingException",
        "ProvisionedThroughputExceededException",
        "ServiceUnavailable",
        "ThrottlingException",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProducerReport:
    """What became of the records handed to a producer.

    Attributes:
        sent: records that the stream has taken.
        retried: how many times a single record was put again.
        requests: calls of PutRecords.
        seconds: from the first record to the last answer.
        unsent: the records that the stream has not taken.
    """

    sent: int = 0
    retried: int = 0
    requests: int = 0
    seconds: float = 0.0
    unsent: tuple[Unsent, ...] = ()

    @property
    def records_per_second(self) -> float:
        """Sent records by time; 0 where no time has passed."""
        return self.sent / self.seconds if self.seconds else 0.0


class Producer:
    """Puts records into a stream in full batches and puts again only what failed.

    `PutRecords` answers 200 although single records were throttled; each of those is put again, after a pause that
    doubles with every attempt and is drawn at random from zero up to it, until `attempts` are used up.

    Order: `PutRecords` promises none. The records of one partition key keep their order as long as none of them fails;
    with `ordered`, no request holds two records of one key, and so they always do. A request that failed without an
    answer may have been taken, so a record can be there twice.

    Aggregation: with `aggregated`, user records are packed in the format of the Kinesis Producer Library, which its
    readers, Firehose and `deaggregate=True` of our adapters unpack. Each is packed with others of its own shard; where
    shards were split or merged meanwhile, those that came into another shard are put again. It needs the permission
    kinesis:ListShards.

    Example:
        >>> producer = Producer(boto3.client("kinesis"), "flights")  # doctest: +SKIP
        >>> report = producer.send([Entry(b'{"flight": 1545}', "N14228")])  # doctest: +SKIP
        >>> report.unsent  # doctest: +SKIP
        ()

    Args:
        client: a boto3 Kinesis client.
        stream_name: the stream's name.
        attempts: how often one record is put at most.
        first_pause_seconds: the longest pause before the second attempt.
        longest_pause_seconds: where the doubling ends.
        ordered: keep the order of every partition key, whatever fails; slow where few keys carry most records, unless
            records are aggregated, too.
        aggregated: pack records of one shard into one.
        record_bytes: the stream's largest record, data and partition key; raise it with `MaxRecordSizeInKiB`.
        sleep: waits that many seconds.
        jitter: draws a number from 0 to 1.
        clock: reads seconds.

    Source: limits kinesis-putrecords-count, kinesis-putrecords-bytes, kinesis-record-default-size,
    kinesis-partition-key-length; Kinesis API reference: PutRecords.
    """

    def __init__(
        self,
        client: KinesisClient,
        stream_name: str,
        *,
        attempts: int = 10,
        first_pause_seconds: float = 0.1,
        longest_pause_seconds: float = 5.0,
        ordered: bool = False,
        aggregated: bool = False,
        record_bytes: int = RECORD_BYTES,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._stream_name = stream_name
        self._attempts = Attempts(
            most=attempts,
            first_pause_seconds=first_pause_seconds,
            longest_pause_seconds=longest_pause_seconds,
            sleep=sleep,
            jitter=jitter,
            passing=PASSING_ERRORS,
        )
        self._ordered = ordered
        self._aggregated = aggregated
        self._record_bytes = record_bytes
        self._clock = clock

    def send(
        self, entries: Iterable[Entry], *, progress: Callable[[ProducerReport], None] | None = None
    ) -> ProducerReport:
        """Put every record, batch after batch.

        Args:
            entries: read lazily, one batch at a time.
            progress: called with the numbers so far after each batch.

        Returns:
            The numbers, and the records that could not be sent.

        Raises:
            botocore.exceptions.ClientError: an error that trying again does not mend, such as a stream that does not
                exist.
        """
        start = self._clock()
        sent = retried = requests = 0
        unsent: list[Unsent] = []

        def report() -> ProducerReport:
            return ProducerReport(
                sent=sent, retried=retried, requests=requests, seconds=self._clock() - start, unsent=tuple(unsent)
            )

        ready: Iterator[Entry] = self._sendable(entries, unsent)
        if self._aggregated:
            ready = pack(ready, ShardMap.of(self._client, self._stream_name))
        for batch in batches(ready, alone=group_of if self._ordered else None):
            made, again, failed = self._put(batch)
            requests += made
            retried += again
            unsent += failed
            sent += sum(map(user_records_in, batch)) - len(failed)
            if progress:
                progress(report())
        return report()

    def _put(self, batch: Sequence[Entry]) -> tuple[int, int, list[Unsent]]:
        """Put one batch, and what came into a wrong shard once more.

        Returns:
            Requests made, records put again, user records given up.
        """
        astray: list[Entry] = []
        requests, retried, failed = self._attempts.put(batch, lambda entries: self._request(entries, astray))
        unsent = [Unsent(entry, one.reason) for one in failed for entry in members_of(one.entry)]
        if astray:
            for again in batches(astray):
                made, repeated, lost = self._attempts.put(again, lambda entries: self._request(entries, []))
                requests += made
                retried += repeated + len(again)
                unsent += lost
        return requests, retried, unsent

    def _sendable(self, entries: Iterable[Entry], unsent: list[Unsent]) -> Iterator[Entry]:
        """Keep back what would make the service refuse its whole batch."""
        for entry in entries:
            if len(entry.partition_key) not in PARTITION_KEY_CHARACTERS:
                bounds = f"{PARTITION_KEY_CHARACTERS.low} to {PARTITION_KEY_CHARACTERS.high}"
                unsent.append(Unsent(entry, f"the partition key must have {bounds} characters"))
            elif entry.size_bytes > self._record_bytes:
                unsent.append(Unsent(entry, f"the record has {entry.size_bytes} bytes, above {self._record_bytes}"))
            else:
                yield entry

    def _request(self, batch: Sequence[Entry], astray: list[Entry]) -> Sequence[Mapping[str, Any]]:
        """Call PutRecords once, and collect what came into a shard that it does not belong to."""
        outcomes = self._client.put_records(StreamName=self._stream_name, Records=[record_of(one) for one in batch])[
            "Records"
        ]
        displaced = [
            (entry, outcome["ShardId"])
            for entry, outcome in zip(batch, outcomes, strict=True)
            if isinstance(entry, Packed) and outcome.get("ShardId", entry.shard_id) != entry.shard_id
        ]
        if displaced:
            shards = ShardMap.of(self._client, self._stream_name)
            astray += [stray for entry, shard_id in displaced for stray in strays(entry, shard_id, shards)]
        return outcomes


def record_of(entry: Entry) -> PutRecordsRequestEntryTypeDef:
    """Write an entry of a request."""
    record: PutRecordsRequestEntryTypeDef = {"Data": entry.data, "PartitionKey": entry.partition_key}
    if entry.explicit_hash_key is not None:
        record["ExplicitHashKey"] = entry.explicit_hash_key
    return record


def members_of(entry: Entry) -> tuple[Entry, ...]:
    """Give the user records of an entry."""
    return entry.members if isinstance(entry, Packed) else (entry,)


def user_records_in(entry: Entry) -> int:
    """Count the user records of an entry."""
    return len(members_of(entry))


def group_of(entry: Entry) -> tuple[str, ...]:
    """Name what keeps its order: a partition key, or what was packed for one shard."""
    return ("shard", entry.shard_id) if isinstance(entry, Packed) else ("key", entry.partition_key)


def batches(
    entries: Iterable[Entry],
    *,
    most_records: int = REQUEST_RECORDS,
    most_bytes: int = REQUEST_BYTES,
    alone: Callable[[Entry], Hashable] | None = None,
) -> Iterator[list[Entry]]:
    """Fill requests in order.

    Args:
        entries: none alone above `most_bytes`.
        most_records: in one request.
        most_bytes: data and partition keys in one request.
        alone: names what one request holds once at most; None where it does not matter.
    """
    batch: list[Entry] = []
    names: set[Hashable] = set()
    size = 0
    for entry in entries:
        name = alone(entry) if alone else None
        entry_bytes = entry.size_bytes
        full = len(batch) == most_records or size + entry_bytes > most_bytes
        if batch and (full or (alone and name in names)):
            yield batch
            batch, names, size = [], set(), 0
        batch.append(entry)
        names.add(name)
        size += entry_bytes
    if batch:
        yield batch
