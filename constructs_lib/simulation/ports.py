"""What a simulation takes from its surroundings: records, a store for objects, functions to invoke."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
        subsequence_number: counts the records that a producer packed into one, from 0.
    """

    data: bytes
    arrival: float
    partition_key: str | None = None
    sequence_number: str | None = None
    shard_id: str | None = None
    subsequence_number: int = 0


Unpack = Callable[[SourceRecord], Sequence[SourceRecord]]
"""Gives the records that the Kinesis Producer Library packed into one record of a stream, or the record itself."""


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


@dataclass(frozen=True, slots=True)
class EndpointAnswer:
    """What an HTTP endpoint answered.

    Attributes:
        status: such as 200.
        headers: by lower-case name.
        body: as it was received.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class EndpointFault(StrEnum):
    """Why an endpoint gave no answer."""

    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    CONNECTION_FAILED = "connection-failed"
    CONNECTION_RESET = "connection-reset"
    TLS = "tls"


class EndpointFailure(Exception):
    """A request that got no answer.

    Args:
        message: what the connection said.
        fault: why.
    """

    def __init__(self, message: str, fault: EndpointFault) -> None:
        super().__init__(message)
        self.fault = fault


class Endpoints(Protocol):
    """Reaches HTTP endpoints, and the secrets that hold their keys."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float, size: int) -> EndpointAnswer:
        """Send one request, and follow no redirect.

        Args:
            url: as it was configured.
            headers: of the request, but for its length.
            body: of the request.
            seconds: how long to wait for the answer.
            size: how many bytes the answer's body may have.

        Raises:
            EndpointFailure: there was no answer within these bounds.
        """

    def secret(self, arn: str) -> str:
        """Read the current value of a secret.

        Raises:
            Exception: it cannot be read. The records stay in their buffer and are tried again.
        """


class Sink(Protocol):
    """Takes records in place of a destination that is not simulated."""

    def take(self, data: bytes, arrival: float, table: Mapping[str, Any]) -> None:
        """Take one record as the processors left it.

        Args:
            data: the payload.
            arrival: of the source record, in epoch seconds.
            table: `metadata.otfMetadata` of the transform's answer; empty where it says nothing.
        """


class ConversionFailure(Exception):
    """Records that could not be converted.

    Args:
        message: `lastErrorMessage` of the error objects.
        code: `lastErrorCode` of the error objects.
        of_record: whether it is for a record, not for the table, that nothing was converted.
    """

    def __init__(self, message: str, code: str, *, of_record: bool) -> None:
        super().__init__(message)
        self.code = code
        self.of_record = of_record


class Converter(Protocol):
    """Writes columnar files."""

    def convert(self, configuration: Mapping[str, Any], documents: Sequence[bytes]) -> bytes:
        """Write one file of all the documents.

        Args:
            configuration: `DataFormatConversionConfiguration`.
            documents: each one or more JSON objects.

        Raises:
            ConversionFailure: one of them does not fit the table, or there is no such table.
        """
