"""Read a transform's answer: who gets which result, or why the batch fails."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.simulation.ports import FailureKind

OK = "Ok"
DROPPED = "Dropped"
PROCESSING_FAILED = "ProcessingFailed"


class RejectedAnswer(Exception):
    """The answer does not follow the status model; its batch fails.

    Attributes:
        code: `errorCode` of the error objects.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the function decided on one record.

    Attributes:
        result: `Ok`, `Dropped` or `ProcessingFailed`.
        data: the new payload of an `Ok` record.
        keys: `metadata.partitionKeys`.
        table: `metadata.otfMetadata`.
    """

    result: str
    data: bytes = b""
    keys: Mapping[str, Any] = field(default_factory=dict)
    table: Mapping[str, Any] = field(default_factory=dict)


MISSING = (
    "Lambda.MissingRecordId",
    "One or more record Ids were not returned. Ensure that the Lambda function returns all received record Ids.",
)
DUPLICATED = (
    "Lambda.DuplicatedRecordId",
    (
        "Multiple records were returned with the same record Id. "
        "Ensure that the Lambda function returns a unique record Id for each record."
    ),
)
NO_DATA = (
    "Lambda.InvalidReturnFormat",
    (
        "The data field cannot be null when the SourceType is DirectPut or KinesisStreamAsSource and processing result "
        "is Ok. The value field cannot be null when the SourceType is MSKAsSource and processing result is Ok."
    ),
)
NOT_BASE64 = ("Lambda.InvalidReturnFormat", "The data field must be base64 encoded.")  # assumed
UNKNOWN_RESULT = (
    "Lambda.InvalidReturnFormat",  # assumed
    "The processed records must contain valid result status of Dropped, Ok, or ProcessingFailed.",
)
NOT_JSON = (
    "Lambda.JsonProcessingException",
    (
        "There was an error parsing returned records from the Lambda function. "
        "Ensure that the returned records follow the status model required by Firehose."
    ),
)

INVOCATION_ERRORS = {
    FailureKind.ERROR: (
        "Lambda.FunctionError",
        "The Lambda function was successfully invoked but it returned an error result.",
    ),
    FailureKind.RESPONSE_TOO_LARGE: (
        "Lambda.FunctionError",
        "The Lambda function was successfully invoked but it returned an error result.",
    ),
    FailureKind.TIMEOUT: (
        "Lambda.FunctionTimedOut",
        "The Lambda function invocation timed out. Increase the Timeout setting in the Lambda function.",
    ),
    FailureKind.THROTTLED: (
        "Lambda.InvokeLimitExceeded",
        "The Lambda concurrent execution limit is exceeded. Increase the concurrent execution limit.",
    ),
    FailureKind.NOT_FOUND: (
        "Lambda.ResourceNotFound",
        "The specified Lambda function does not exist. Use a different function that does exist.",
    ),
    FailureKind.ACCESS_DENIED: (
        "Lambda.InvokeAccessDenied",
        "Access was denied. Ensure that the access policy allows access to the Lambda function.",
    ),
    FailureKind.REQUEST_TOO_LARGE: (
        "Lambda.RequestEntityTooLargeException",  # assumed: the name of the error that Lambda answers
        "The request to the Lambda function is larger than a synchronous invocation takes.",
    ),
}
"""`errorCode` and `errorMessage` by kind of failure.

Source: Firehose Developer Guide, Monitor Amazon Data Firehose using CloudWatch Logs; error objects of the service.
"""


def read_answer(answer: object, record_ids: Sequence[str]) -> list[Verdict]:
    """Read the answer to one invocation.

    Whatever is wrong with one record fails the whole batch (assumed: the guide leaves open whether the other records of
    the batch are delivered; failing them loses nothing). A record id that was not asked for is ignored.

    Args:
        answer: `{"records": [{"recordId", "result", "data", "metadata": {"partitionKeys": {…}}}, …]}`.
        record_ids: the ids of the request, in its order.

    Returns:
        One verdict per record id, in the same order.

    Raises:
        RejectedAnswer: the answer does not follow the status model.
    """
    records = answer.get("records") if isinstance(answer, dict) else None
    if not isinstance(records, list):
        raise RejectedAnswer(*MISSING)
    wanted = set(record_ids)
    found: dict[str, Verdict] = {}
    for record in records:
        record_id = record.get("recordId") if isinstance(record, dict) else None
        if not isinstance(record_id, str) or record_id not in wanted:
            continue
        if record_id in found:
            raise RejectedAnswer(*DUPLICATED)
        found[record_id] = verdict(record)
    if len(found) < len(record_ids):
        raise RejectedAnswer(*MISSING)
    return [found[record_id] for record_id in record_ids]


def verdict(record: Mapping[str, Any]) -> Verdict:
    """Read one record of the answer."""
    result = record.get("result")
    if result in (DROPPED, PROCESSING_FAILED):
        return Verdict(str(result))
    if result != OK:
        raise RejectedAnswer(*UNKNOWN_RESULT)
    data = record.get("data")
    if data is None:
        raise RejectedAnswer(*NO_DATA)
    if not isinstance(data, str):
        raise RejectedAnswer(*NOT_BASE64)
    try:
        decoded = b64decode(data, validate=True)
    except (Base64Error, ValueError):
        raise RejectedAnswer(*NOT_BASE64) from None
    metadata = record.get("metadata")
    told = metadata if isinstance(metadata, dict) else {}
    keys, table = told.get("partitionKeys"), told.get("otfMetadata")
    return Verdict(OK, decoded, keys if isinstance(keys, dict) else {}, table if isinstance(table, dict) else {})


def answer_bytes(answer: object) -> int:
    """Measure an answer as Lambda's Python runtime writes it.

    Raises:
        RejectedAnswer: it is not JSON.
    """
    try:
        return len(json.dumps(answer))
    except (TypeError, ValueError, RecursionError):
        raise RejectedAnswer(*NOT_JSON) from None
