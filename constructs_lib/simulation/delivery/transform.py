"""The Lambda transform: batches, retries, and what becomes of each record."""

from __future__ import annotations

import itertools
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.answer import (
    DROPPED,
    INVOCATION_ERRORS,
    OK,
    RejectedAnswer,
    Verdict,
    answer_bytes,
    read_answer,
)
from constructs_lib.simulation.delivery.buffer import BufferingHints
from constructs_lib.simulation.delivery.item import FailedItem, Failure, Item
from constructs_lib.simulation.delivery.properties import MIB, capped, default, number, parameter
from constructs_lib.simulation.ports import FailureKind, FunctionFailure, Functions

PROCESSING_FAILED = "processing-failed"
STATUS_FAILED = ("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record")
ENTRY_BYTES = 512  # an upper bound of a record's request entry without its data and partition key
ENVELOPE_BYTES = 1024  # an upper bound of a request without its records
ESCAPED_CHARACTER_BYTES = 12  # a character outside the basic plane as JSON writes it in ASCII


@dataclass(frozen=True, slots=True)
class Transformed:
    """What became of one batch."""

    delivered: list[Item]
    dropped: int
    failed: list[FailedItem]


class Transform:
    """One Lambda processor.

    Attributes:
        hints: `BufferSizeInMBs` and `BufferIntervalInSeconds`.
    """

    def __init__(
        self,
        processor: Mapping[str, str],
        functions: Functions,
        envelope: Mapping[str, str],
        clock: Callable[[], float],
        interval_cap: float | None,
    ) -> None:
        """Read the processor's parameters.

        Args:
            processor: the parameters by name.
            functions: what invokes the function.
            envelope: the members of every request beside its id and its records.
            clock: epoch seconds.
            interval_cap: bound of the buffer interval in seconds.
        """
        self._arn = parameter(processor, "LambdaArn", "Lambda")
        self._functions = functions
        self._envelope = envelope
        self._clock = clock
        size = processor.get("BufferSizeInMBs", default(limit("firehose-lambda-buffer-size")))
        interval = processor.get("BufferIntervalInSeconds", default(limit("firehose-lambda-buffer-interval")))
        retries = processor.get("NumberOfRetries", default(limit("firehose-lambda-retries")))
        self.hints = BufferingHints(
            int(number(size, "BufferSizeInMBs") * MIB),
            capped(number(interval, "BufferIntervalInSeconds"), interval_cap),
        )
        self._attempts = 1 + max(0, int(number(retries, "NumberOfRetries")))
        self._most_request = int(limit("lambda-sync-request-bytes").high)
        self._most_response = int(limit("lambda-sync-response-bytes").high)
        self._ids = itertools.count(1)

    def batches(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Cut records into requests of at most the buffer's size that a synchronous invocation takes."""
        batch: list[Item] = []
        size, request = 0, ENVELOPE_BYTES
        for item in items:
            length, entry = len(item.data), request_bytes(item)
            if batch and (size + length > self.hints.size or request + entry > self._most_request):
                yield batch
                batch, size, request = [], 0, ENVELOPE_BYTES
            batch.append(item)
            size += length
            request += entry
        if batch:
            yield batch

    def run(self, batch: Sequence[Item]) -> Transformed:
        """Invoke the function with one batch.

        An invocation that fails is retried; an answer that does not follow the status model is not.
        """
        record_ids = [f"{next(self._ids):056d}000000" for _ in batch]
        event = self._event(batch, record_ids)
        if len(batch) == 1 and self._too_large(event):
            return self._all_failed(batch, *INVOCATION_ERRORS[FailureKind.REQUEST_TOO_LARGE], attempts=1)
        kind = FailureKind.ERROR
        for attempt in range(1, self._attempts + 1):
            try:
                answer = self._functions.invoke(self._arn, {"invocationId": str(uuid4()), **event})
            except FunctionFailure as failure:
                kind = failure.kind
                continue
            except Exception:  # whatever the invoker raises, the records must come to rest
                kind = FailureKind.ERROR
                continue
            try:
                if answer_bytes(answer) > self._most_response:
                    kind = FailureKind.RESPONSE_TOO_LARGE
                    continue
                verdicts = read_answer(answer, record_ids)
            except RejectedAnswer as rejected:
                return self._all_failed(batch, rejected.code, str(rejected), attempts=attempt)
            return self._settle(batch, verdicts, attempt)
        return self._all_failed(batch, *INVOCATION_ERRORS[kind], attempts=self._attempts)

    def _event(self, batch: Sequence[Item], record_ids: Sequence[str]) -> dict[str, Any]:
        entries = [request_entry(item, record_id) for item, record_id in zip(batch, record_ids, strict=True)]
        return {**self._envelope, "records": entries}

    def _too_large(self, event: dict[str, Any]) -> bool:
        return len(json.dumps({"invocationId": str(uuid4()), **event})) > self._most_request

    def _settle(self, batch: Sequence[Item], verdicts: Sequence[Verdict], attempts: int) -> Transformed:
        delivered: list[Item] = []
        refused: list[Item] = []
        for item, verdict in zip(batch, verdicts, strict=True):
            if verdict.result == OK:
                item.data = verdict.data
                item.function_keys = verdict.keys
                item.function_table = verdict.table
                delivered.append(item)
            elif verdict.result != DROPPED:
                refused.append(item)
        failed = self._all_failed(refused, *STATUS_FAILED, attempts=attempts).failed
        return Transformed(delivered, len(batch) - len(delivered) - len(refused), failed)

    def _all_failed(self, items: Sequence[Item], code: str, message: str, *, attempts: int) -> Transformed:
        failure = Failure(PROCESSING_FAILED, code, message, self._clock(), attempts, self._arn)
        return Transformed([], 0, [FailedItem(item, failure) for item in items])


def request_bytes(item: Item) -> int:
    """Bound the size of a record in the request from above."""
    encoded = (len(item.data) + 2) // 3 * 4
    return encoded + ENTRY_BYTES + ESCAPED_CHARACTER_BYTES * len(item.source.partition_key or "")


def request_entry(item: Item, record_id: str) -> dict[str, Any]:
    """Write one record of the request, in the shape that Firehose documents.

    Source: Firehose Developer Guide, Transform source data; AWS Lambda Developer Guide, Using Lambda with Firehose
    """
    source = item.source
    arrival = int(source.arrival * 1000)
    entry: dict[str, Any] = {
        "recordId": record_id,
        "approximateArrivalTimestamp": arrival,
        "data": b64encode(item.data).decode("ascii"),
    }
    if source.sequence_number is not None:
        entry["kinesisRecordMetadata"] = {
            "sequenceNumber": source.sequence_number,
            "subsequenceNumber": source.subsequence_number,
            "partitionKey": source.partition_key or "",
            "shardId": source.shard_id or "",
            "approximateArrivalTimestamp": arrival,
        }
    return entry
