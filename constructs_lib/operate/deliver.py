"""`PutRecordBatch`, with the failures inside a successful answer attended to."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from constructs_lib.limits import limit
from constructs_lib.operate.attempts import Attempts
from constructs_lib.operate.entry import Entry, Unsent
from constructs_lib.operate.produce import ProducerReport, batches

if TYPE_CHECKING:
    from mypy_boto3_firehose import FirehoseClient

REQUEST_RECORDS = int(limit("firehose-putrecordbatch-count").high)
REQUEST_BYTES = int(limit("firehose-putrecordbatch-bytes").high)
RECORD_BYTES = int(limit("firehose-record-bytes-api").high)
PASSING_ERRORS = frozenset(
    {"InternalFailure", "InternalFailureException", "ServiceUnavailable", "ServiceUnavailableException"}
    | {"ThrottlingException"}
)


class DeliveryProducer:
    """Puts records into a delivery stream in full batches and puts again only what failed.

    The sibling of `Producer` for `PutRecordBatch`. Delivery streams have no partition keys: those of the entries
    are not sent.

    Args:
        client: a boto3 Firehose client.
        stream_name: the delivery stream's name.
        attempts: how often one record is put at most.
        first_pause_seconds: the longest pause before the second attempt; it doubles with every attempt.
        longest_pause_seconds: where the doubling ends.
        sleep: waits that many seconds.
        jitter: draws a number from 0 to 1.

    Source: limits firehose-putrecordbatch-count, firehose-putrecordbatch-bytes, firehose-record-bytes-api; Firehose API
    reference: PutRecordBatch.
    """

    def __init__(
        self,
        client: FirehoseClient,
        stream_name: str,
        *,
        attempts: int = 10,
        first_pause_seconds: float = 0.1,
        longest_pause_seconds: float = 5.0,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
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

    def send(self, entries: Iterable[Entry]) -> ProducerReport:
        """Put every record, batch after batch.

        Args:
            entries: read lazily, one batch at a time.

        Returns:
            The numbers, and the records that could not be sent.

        Raises:
            botocore.exceptions.ClientError: an error that trying again does not mend.
        """
        start = time.monotonic()
        sent = retried = requests = 0
        unsent: list[Unsent] = []
        for batch in batches(self._sendable(entries, unsent), most_records=REQUEST_RECORDS, most_bytes=REQUEST_BYTES):
            made, again, failed = self._attempts.put(batch, self._request)
            requests += made
            retried += again
            sent += len(batch) - len(failed)
            unsent += failed
        seconds = time.monotonic() - start
        return ProducerReport(sent=sent, retried=retried, requests=requests, seconds=seconds, unsent=tuple(unsent))

    def _sendable(self, entries: Iterable[Entry], unsent: list[Unsent]) -> Iterator[Entry]:
        """Keep back what would make the service refuse its whole batch."""
        for entry in entries:
            if len(entry.data) > RECORD_BYTES:
                unsent.append(Unsent(entry, f"the record has {len(entry.data)} bytes, above {RECORD_BYTES}"))
            else:
                yield entry

    def _request(self, batch: Sequence[Entry]) -> Sequence[Mapping[str, Any]]:
        """Call PutRecordBatch once."""
        answer = self._client.put_record_batch(
            DeliveryStreamName=self._stream_name, Records=[{"Data": entry.data} for entry in batch]
        )
        return answer["RequestResponses"]
