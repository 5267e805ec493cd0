"""What a simulation takes from its surroundings: records, a store for objects, functions to invoke."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One record as its source hands it over.

    Attributes:
        data: the payload, not encoded.
        arrival: approximate arrival in epoch seconds.
        partition_key: None for a direct put.
        sequence_number: None for a direct put.
        shard_id: None for a direct put.
    """

    data: bytes
    arrival: float
    partition_key: str | None = None
    sequence_number: str | None = None
    shard_id: str | None = None


class ObjectStore(Protocol):
    """Where objects come to rest, such as Amazon S3 or a dictionary."""

    def put(self, bucket: str, key: str, body: bytes, *, content_encoding: str | None = None) -> None:
        """Store one object.

        Raises:
            Exception: the object was not stored. Its records stay in the buffer and are tried again.
        """


class FailureKind(StrEnum):
    """Why an invocation failed."""

    ERROR = "error"
    TIMEOUT = "timeout"
    REQUEST_TOO_LARGE = "request-too-large"
    RESPONSE_TOO_LARGE = "response-too-large"
    THROTTLED = "throttled"
    NOT_FOUND = "not-found"
    ACCESS_DENIED = "access-denied"


class FunctionFailure(Exception):
    """An invocation that gave no answer.

    Args:
        message: what the function or the invoker said.
        kind: why, as a `FailureKind` or its value.
    """

    def __init__(self, message: str, kind: FailureKind | str = FailureKind.ERROR) -> None:
        super().__init__(message)
        self.kind = FailureKind(kind)


class Functions(Protocol):
    """Invokes Lambda functions synchronously."""

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        """Invoke a function and return its decoded JSON answer.

        Raises:
            FunctionFailure: the function raised, timed out, was throttled or went beyond a size limit.
        """
