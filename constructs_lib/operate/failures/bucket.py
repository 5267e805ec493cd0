"""The failure documents of a bucket, object after object."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
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

    def objects(self) -> Iterator[str]:
        """List the keys of the objects, in order.

        Folder markers are left out, and so are the results of a redrive at scale where the prefix does not name them.

        Raises:
            OperateError: they cannot be listed.
        """
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._location.bucket, Prefix=self._location.prefix
        )
        try:
            for page in pages:
                for item in page.get("Contents", ()):
                    is_folder = item["Key"].endswith("/") and not item["Size"]
                    is_new = self._since is None or item["LastModified"] >= self._since
                    if is_new and not is_folder and not self._is_result(item["Key"]):
                        yield item["Key"]
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
            body = self._client.get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error_code(error) in OF_ONE_OBJECT:
                return [Unreadable(Place(bucket, key), f"the object cannot be read ({error_code(error)})")]
            raise refused(error, f"read s3://{bucket}/{key}") from error
        except BotoCoreError as error:
            raise refused(error, f"read s3://{bucket}/{key}") from error
        return list(read_failures(bucket, key, body))

    def settle(self, keys: Collection[str]) -> None:
        """Leave the objects; they expire by the bucket's own rule."""

    def close(self) -> None:
        """Nothing was taken."""
