"""`PutRecords`, with the failures inside a successful answer attended to."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.limits import limit
from constructs_lib.operate.attempts import Attempts
from constructs_lib.operate.entry import Entry, Unsent

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient

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

    Order: the records of one partition key keep their order as long as none of them fails. A record put again comes
    after those of its batch that went through, and before those of the next batch. Where that matters, carry a sequence
    of your own in the data. A request that failed without an answer may have been taken, so a record can be there
    twice.

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
        report = ProducerReport()
        unsent: list[Unsent] = []
        for batch in batches(self._sendable(entries, unsent)):
            requests, retried, failed = self._attempts.put(batch, self._request)
            unsent += failed
            report = ProducerReport(
                sent=report.sent + len(batch) - len(failed),
                retried=report.retried + retried,
                requests=report.requests + requests,
                seconds=self._clock() - start,
                unsent=tuple(unsent),
            )
            if progress:
                progress(report)
        return ProducerReport(
            sent=report.sent,
            retried=report.retried,
            requests=report.requests,
            seconds=self._clock() - start,
            unsent=tuple(unsent),
        )

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

    def _request(self, batch: Sequence[Entry]) -> Sequence[Mapping[str, Any]]:
        """Call PutRecords once."""
        answer = self._client.put_records(
            StreamName=self._stream_name,
            Records=[{"Data": entry.data, "PartitionKey": entry.partition_key} for entry in batch],
        )
        return answer["Records"]


def batches(
    entries: Iterable[Entry], *, most_records: int = REQUEST_RECORDS, most_bytes: int = REQUEST_BYTES
) -> Iterator[list[Entry]]:
    """Fill requests in order.

    Args:
        entries: none alone above `most_bytes`.
        most_records: in one request.
        most_bytes: data and partition keys in one request.
    """
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) == most_records or size + entry.size_bytes > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size_bytes
    if batch:
        yield batch
