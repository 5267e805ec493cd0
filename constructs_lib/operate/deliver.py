"""`PutRecordBatch`, with the failures inside a successful answer attended to."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from constructs_lib.limits import limit
from constructs_lib.operate.produce import Entry, ProducerReport, Unsent, batches

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
        if attempts < 1:
            raise ValueError(f"attempts must be at least 1, got {attempts}")
        self._client = client
        self._stream_name = stream_name
        self._attempts = attempts
        self._first_pause = first_pause_seconds
        self._longest_pause = longest_pause_seconds
        self._sleep = sleep
        self._jitter = jitter

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
            failed = self._request(batch)
            requests += 1
            for attempt in range(1, self._attempts):
                if not failed:
                    break
                self._sleep(self._jitter() * min(self._longest_pause, self._first_pause * 2 ** (attempt - 1)))
                retried += len(failed)
                requests += 1
                failed = self._request([one.entry for one in failed])
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

    def _request(self, batch: Sequence[Entry]) -> list[Unsent]:
        """Call PutRecordBatch once and return the records that failed, in order."""
        try:
            answer = self._client.put_record_batch(
                DeliveryStreamName=self._stream_name, Records=[{"Data": entry.data} for entry in batch]
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in PASSING_ERRORS:
                raise
            return [Unsent(entry, f"{code}: {error.response['Error']['Message']}") for entry in batch]
        return [
            Unsent(entry, f"{outcome['ErrorCode']}: {outcome.get('ErrorMessage', '')}")
            for entry, outcome in zip(batch, answer["RequestResponses"], strict=True)
            if "ErrorCode" in outcome
        ]
