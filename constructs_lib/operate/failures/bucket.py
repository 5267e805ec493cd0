"""The failure documents of a bucket, object after object."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from constructs_lib.operate.errors import DENIED, OperateError, error_code, refused
from constructs_lib.operate.failures.reader import read_failures
from constructs_lib.operate.failures.record import FailedRecord, Place, Unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SCHEME = "s3://"
RESULTS = "redrive/"
"""Where a redrive at scale writes, below the prefix that it may read, so that what failed again can be read again."""
OF_A_RUN = re.compile(RESULTS + r"[^/]+/(?:report\.json$|batches/|failed/)")
FETCHES = 8
FETCHED_BYTES = 2**25
"""How many objects, and bytes of them, are fetched before they are read: S3 takes its time to answer, however small an
object is, and a function at scale has to hold them; ours."""
OF_ONE_OBJECT = DENIED | {"NoSuchKey", "InvalidObjectState"}


@dataclass(frozen=True, slots=True)
class Location:
    """Objects of one bucket.

    Attributes:
        bucket: its name.
        prefix: how their keys begin; empty for all.
    """

    bucket: str
    prefix: str = ""

    @classmethod
    def parse(cls, url: str) -> Location:
        """Read `s3://bucket` or `s3://bucket/prefix`.

        Raises:
            OperateError: it is no such address.
        """
        bucket, _, prefix = url.removeprefix(SCHEME).partition("/")
        if not url.startswith(SCHEME) or not bucket:
            raise OperateError(f"{url} is no address of objects: write s3://bucket or s3://bucket/prefix")
        return cls(bucket, prefix)

    def __str__(self) -> str:
        return f"{SCHEME}{self.bucket}/{self.prefix}"


def wants_all(key: str) -> bool:  # noqa: ARG001
    """Want every object."""
    return True


class FailureBucket:
    """Reads the failure documents below a location.

    Args:
        client: a boto3 S3 client.
        location: bucket and prefix.
        since: leave out objects written before; with a time zone.
    """

    def __init__(self, client: S3Client, location: Location, *, since: datetime | None = None) -> None:
        self._client = client
        self._location = location
        self._since = since
        self._fetches: dict[str, Future[bytes]] = {}

    def objects(self, wanted: Callable[[str], bool] = wants_all) -> Iterator[str]:
        """List the keys of the objects, in order, while the next ones are fetched.

        Folder markers are left out, and so are the results of a redrive at scale where the prefix does not name them.

        Raises:
            OperateError: they cannot be listed.
        """
        return self.fetched((key, size) for key, size in self._listed() if wanted(key))

    def holds_any(self) -> bool:
        """Say whether there are objects.

        Raises:
            OperateError: they cannot be listed.
        """
        return any(True for _ in self._listed())

    def fetched(self, objects: Iterable[tuple[str, int]]) -> Iterator[str]:
        """Fetch some objects ahead of those that are read; give their keys in order.

        Args:
            objects: keys and sizes in bytes.
        """
        ahead: deque[tuple[str, int]] = deque()
        held = 0
        with ThreadPoolExecutor(FETCHES, "fetch") as pool:
            for key, size in objects:
                while ahead and (len(ahead) == FETCHES or held + size > FETCHED_BYTES):
                    yield ahead[0][0]
                    held -= ahead.popleft()[1]
                self._fetches[key] = pool.submit(self._fetch, key)
                ahead.append((key, size))
                held += size
            for key, _ in ahead:
                yield key

    def _listed(self) -> Iterator[tuple[str, int]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._location.bucket, Prefix=self._location.prefix
        )
        try:
            for page in pages:
                for item in page.get("Contents", ()):
                    is_folder = item["Key"].endswith("/") and not item["Size"]
                    is_new = self._since is None or item["LastModified"] >= self._since
                    if is_new and not is_folder and not self._is_result(item["Key"]):
                        yield item["Key"], item["Size"]
        except (BotoCoreError, ClientError) as error:
            raise refused(error, f"list {self._location}") from error

    def _is_result(self, key: str) -> bool:
        return RESULTS not in self._location.prefix and OF_A_RUN.search(key) is not None

    def read(self, key: str) -> list[FailedRecord | Unreadable]:
        """Read one object; one that must not or can no longer be read is `Unreadable`.

        Raises:
            OperateError: nothing can be read, such as with expired credentials.
        """
        bucket = self._location.bucket
        try:
            body = self._fetches.pop(key).result() if key in self._fetches else self._fetch(key)
        except ClientError as error:
            if error_code(error) in OF_ONE_OBJECT:
                return [Unreadable(Place(bucket, key), f"the object cannot be read ({error_code(error)})")]
            raise refused(error, f"read s3://{bucket}/{key}") from error
        except BotoCoreError as error:
            raise refused(error, f"read s3://{bucket}/{key}") from error
        return list(read_failures(bucket, key, body))

    def _fetch(self, key: str) -> bytes:
        return self._client.get_object(Bucket=self._location.bucket, Key=key)["Body"].read()

    def settle(self, keys: Collection[str]) -> None:
        """Leave the objects; they expire by the bucket's own rule."""

    def close(self) -> None:
        """Nothing was taken."""
