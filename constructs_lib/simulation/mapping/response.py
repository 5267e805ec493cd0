"""`ReportBatchItemFailures`: which items of a batch a function reports as failed."""

from __future__ import annotations

from collections.abc import Sequence

from constructs_lib.simulation.ports import SourceRecord


def first_failed(answer: object, batch: Sequence[SourceRecord]) -> int | None:
    """Read a function's answer.

    Args:
        answer: `{"batchItemFailures": [{"itemIdentifier": sequence number}, …]}`.
        batch: the records of the invocation, in order.

    Returns:
        The index of the lowest failed record: None where the batch succeeded, 0 where the answer is not valid and the
        whole batch counts as failed. A sequence number of another batch is not valid (assumed).

    Source: AWS Lambda Developer Guide, Configuring partial batch response with Kinesis Data Streams and Lambda
    """
    if answer is None or answer == {}:
        return None
    if not isinstance(answer, dict):
        return None if answer == "" else 0
    failures = answer.get("batchItemFailures")
    if failures is None or failures == []:
        return None
    if not isinstance(failures, list):
        return 0
    position = {record.sequence_number: index for index, record in enumerate(batch)}
    lowest = len(batch)
    for failure in failures:
        identifier = failure.get("itemIdentifier") if isinstance(failure, dict) else None
        if not isinstance(identifier, str) or not identifier or identifier not in position:
            return 0
        lowest = min(lowest, position[identifier])
    return lowest
