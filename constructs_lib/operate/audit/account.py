"""Ask an account: read-only, retried, side by side, and softly where something may not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

from constructs_lib.enforcement.audit_calls import CALLS, Call
from constructs_lib.operate.audit.result import Skipped
from constructs_lib.operate.errors import (
    DENIED,
    EXPIRED,
    MISSING,
    UNKNOWN_CREDENTIALS,
    client_reason,
    error_code,
    refused,
)

T = TypeVar("T")
R = TypeVar("R")
AT_ONCE = 6
"""Calls under way; a describe of Firehose is throttled from 5 per second on, which the retries absorb."""
SETTINGS: Mapping[str, Any] = {
    "retries": {"mode": "standard", "total_max_attempts": 10},
    "connect_timeout": 5,
    "max_pool_connections": AT_ONCE,
}
"""For `botocore.config.Config`."""
FIRST_SETTINGS: Mapping[str, Any] = {**SETTINGS, "retries": {"mode": "standard", "total_max_attempts": 3}}
"""Of the call that is made first: without a network, or with a region that is none, it soon says so."""
FIRST = "sts"
FORBIDDEN = DENIED | {"AuthorizationError", "UnauthorizedOperation", "OptInRequired", "SubscriptionRequiredException"}
GONE = MISSING | {
    "NoSuchEntity", "NoSuchEntityException", "ResourceNotFound", "NotFoundException", "EntityNotFoundException"
}  # fmt: skip
NOT_OFFERED = frozenset({"UnknownOperationException", "InvalidAction", "NotImplemented", "400", "405", "501"})
"""Codes of endpoints that lack a service or an operation; a number is an answer without one, which AWS never gives."""
DESCRIBING = frozenset(
    {
        "iam:GetRole",
        "kinesis:DescribeStreamSummary",
        "kms:DescribeKey",
        "lambda:GetFunctionConfiguration",
        "s3:GetBucketEncryption",
    }
)
"""Calls that are about one thing, by its ARN or by what names nothing else: where they find none, there is none."""
UNREACHABLE = "the endpoint cannot be reached: check the region and the network"
THROTTLED = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "LimitExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "SlowDown",
    }
)


def settings(service: str) -> Mapping[str, Any]:
    """What the client of a service is made with."""
    return FIRST_SETTINGS if service == FIRST else SETTINGS


class Unread(Exception):
    """Something may not be read, or is gone; it stands among what was skipped."""


class Account:
    """An account in one region."""

    def __init__(self, client: Callable[[str], Any], progress: Callable[[str], None] = lambda _: None) -> None:
        """Take what makes clients.

        Args:
            client: makes the boto3 client of a service, with its `settings`.
            progress: is told how far it is, from this thread.
        """
        self._make = client
        self._clients: dict[str, Any] = {}
        self._lock = Lock()
        self._skipped: dict[Skipped, None] = {}
        self._unreachable: set[str] = set()
        self.gone: set[str] = set()
        """What was asked for by name or ARN and is not there."""
        self.progress = progress

    @property
    def skipped(self) -> list[Skipped]:
        """What could not be read, by call and resource."""
        return sorted(self._skipped, key=lambda one: (one.call, one.resource))

    def client(self, service: str) -> Any:
        """The client of a service; a session makes one at a time."""
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    def ask(self, operation: str, resource: str = "", *, none_when: Iterable[str] = (), **arguments: Any) -> Any:
        """Call an operation.

        Args:
            operation: a key of the table of calls.
            resource: what it is about, for people.
            none_when: error codes that say that there is nothing, for which the answer is `{}`.
            arguments: boto3's own.

        Returns:
            The answer; of a paginated operation all items.

        Raises:
            Unread: it may not be called, cannot be reached, is throttled for too long, or what it is about is gone.
            OperateError: nothing can be read at all: no credentials, or expired ones.
        """
        call = CALLS[operation]
        if call.client in self._unreachable:
            raise self.leave_out(call, "", UNREACHABLE)
        try:
            client = self.client(call.client)
            if call.key:
                pages = client.get_paginator(call.method).paginate(**arguments)
                return [item for page in pages for item in page.get(call.key, ())]
            return getattr(client, call.method)(**arguments)
        except ClientError as error:
            if error_code(error) in set(none_when):
                return {}
            raise self.problem(call, resource, error) from error
        except NoConnection as error:
            self._unreachable.add(call.client)
            raise self.leave_out(call, "", UNREACHABLE) from error
        except HTTPClientError as error:
            raise self.leave_out(call, resource, "the endpoint does not answer") from error
        except BotoCoreError as error:
            raise refused(error, f"call {operation}") from error

    def problem(self, call: Call, resource: str, error: ClientError) -> Exception:
        """Tell what is skipped from what ends the audit."""
        code = error_code(error)
        if code in EXPIRED | UNKNOWN_CREDENTIALS:
            return refused(error, f"call {call.operation}")
        if code in FORBIDDEN:
            reason = f"permission is missing: {call.action or call.operation}"
        elif code in GONE:
            reason = "it is not there"
            said_by_the_service = not code.isdigit()  # a number may come from what stands before it
            if call.operation in DESCRIBING and said_by_the_service:
                self.gone.add(resource)
        elif code in NOT_OFFERED:
            reason = "the endpoint does not offer it"
        elif code in THROTTLED:
            reason = "it is throttled, after every retry: try again later, or --name fewer resources"
        else:
            reason = client_reason(error)
        return self.leave_out(call, resource, reason)

    def leave_out(self, call: Call, resource: str, reason: str) -> Unread:
        """Note what a call does not tell."""
        self.skip(call.operation, resource, reason)
        return Unread(f"{call.operation}: {reason}")

    def skip(self, call: str, resource: str, reason: str) -> None:
        """Note what is left out for a reason of its own."""
        with self._lock:
            self._skipped[Skipped(call, resource, reason)] = None

    def each(self, what: str, items: Iterable[T], read: Callable[[T], R]) -> list[R]:
        """Read several things side by side, in their order; what cannot be read is left out.

        Args:
            what: plural, for the line that shows progress.
            items: what is read.
            read: of one item; may raise `Unread`.
        """
        todo = list(items)
        found: list[R] = []
        with ThreadPoolExecutor(AT_ONCE) as pool:
            futures = [pool.submit(read, item) for item in todo]
            try:
                for number, future in enumerate(futures, 1):
                    with suppress(Unread):
                        found.append(future.result())
                    self.progress(f"{number} of {len(todo)} {what}")
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return found
