"""MiniStack's S3, as the simulation writes to it."""

from __future__ import annotations

import asyncio

from ministack.core.responses import request_scope
from ministack.services import s3

from constructs_lib.local.launcher.contract import expect


class StoreRefusedError(Exception):
    """S3 did not take an object."""


def check(patch: str) -> None:
    """Check what storing relies on."""
    expect(patch, s3, handle_request=("method", "path", "headers", "body", "query_params"))


class LocalStore:
    """Puts objects as one account, from any thread but the one that serves requests.

    What S3 does with an object, such as replicating it or telling a function, happens as for any other writer.

    Args:
        account: twelve digits.
        region: such as `us-east-1`.
    """

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region

    def put(self, bucket: str, key: str, body: bytes, *, content_encoding: str | None = None) -> None:
        """Store one object.

        Raises:
            StoreRefusedError: such as for a bucket that does not exist.
        """
        headers = {"content-type": "application/octet-stream", "content-length": str(len(body)), "host": "s3.localhost"}
        if content_encoding is not None:
            headers["content-encoding"] = content_encoding
        with request_scope(self._account, self._region):
            request = s3.handle_request("PUT", f"/{bucket}/{key}", headers, body, {}, internal=True)
            code, _, answer = asyncio.run(request)
        if code >= 400:
            raise StoreRefusedError(f"s3://{bucket}/{key}: {answer.decode(errors='replace')}")
