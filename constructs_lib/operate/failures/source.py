"""Where failure documents are: a bucket or a queue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import Any, Protocol

from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.failures import bucket, queue
from constructs_lib.operate.failures.record import FailedRecord, Unreadable


class FailureSource(Protocol):
    """Objects, or messages, with failure documents."""

    def objects(self, wanted: Callable[[str], bool] = ..., /) -> Iterator[str]:
        """Name those that are wanted, in order, to be read at once; the source may prepare the next ones."""

    def read(self, key: str, /) -> list[FailedRecord | Unreadable]:
        """Read one."""

    def settle(self, keys: Collection[str], /) -> None:
        """Let go of those of which nothing is left; an object stays, a message is deleted."""

    def close(self) -> None:
        """Give back what was taken only to be read."""


def open_source(url: str, client: Callable[[str], Any], *, since: datetime | None = None) -> FailureSource:
    """Find the source of an address.

    Args:
        url: `s3://bucket`, `s3://bucket/prefix` or `sqs://queue`.
        client: makes a boto3 client of a service.
        since: leave out what was written before; with a time zone.

    Raises:
        OperateError: it is no such address, or there is no such queue.
    """
    if url.startswith(queue.SCHEME):
        return queue.FailureQueue(client("sqs"), url.removeprefix(queue.SCHEME), since=since)
    if url.startswith(bucket.SCHEME):
        return bucket.FailureBucket(client("s3"), bucket.Location.parse(url), since=since)
    raise OperateError(f"{url} is no address: write s3://bucket, s3://bucket/prefix or sqs://queue")
