"""How to reach a local AWS: its endpoint, the environment of programs that use it, and clients."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_ACCOUNT = "000000000000"
DEFAULT_REGION = "us-east-1"
STATUS_PATH = "/_kinesis_constructs/status"
REQUEST_SECONDS = 10
IDLE_POLL_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A local AWS as its users see it.

    Attributes:
        endpoint: `http://127.0.0.1:<port>`.
        account: twelve digits; every account of one local AWS has its own resources.
        region: such as `us-east-1`.
    """

    endpoint: str
    account: str = DEFAULT_ACCOUNT
    region: str = DEFAULT_REGION

    def environment(self) -> dict[str, str]:
        """Make the environment of a program that must talk to this local AWS and to no other.

        Returns:
            This process's variables without any `AWS_*`, and those of the local AWS. The access key id is the
            account's number, which is how MiniStack tells accounts apart.
        """
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **inherited,
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": self.account,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "CDK_DEFAULT_ACCOUNT": self.account,
            "CDK_DEFAULT_REGION": self.region,
            "CDK_DISABLE_CLI_TELEMETRY": "true",
        }

    def client(self, service: str) -> Any:
        """Make a boto3 client of a service.

        Raises:
            LocalAwsError: boto3 is not installed.
        """
        try:
            import boto3
            import botocore.session
            from botocore.config import Config
        except ImportError:
            raise LocalAwsError('boto3 is missing: pip install "kinesis-constructs[aws]"') from None
        no_profile = {"profile": (None, None, None, None)}  # one that AWS_PROFILE names may not exist
        core = botocore.session.Session(session_vars=no_profile)
        make: Any = boto3.Session(botocore_session=core).client
        return make(
            service,
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=self.account,
            aws_secret_access_key=self.account,
            config=Config(s3={"addressing_style": "path"}),
        )

    def status(self) -> dict[str, Any]:
        """Ask what the local AWS has delivered and what is still on its way.

        Returns:
            `{"instance": str, "idle": bool, "delivery_streams": {name: {...}}, "mappings": {uuid: {...}}}` of this
            account and region; every entry has `waiting`, the number of records not dealt with yet, and `counts`.

        Raises:
            LocalAwsError: it does not answer.
        """
        query = f"?account={self.account}&region={self.region}"
        try:
            with urllib.request.urlopen(self.endpoint + STATUS_PATH + query, timeout=REQUEST_SECONDS) as answer:  # noqa: S310 - a loopback address
                status: dict[str, Any] = json.load(answer)
        except (OSError, urllib.error.URLError, ValueError) as error:
            raise LocalAwsError(
                f"the local AWS at {self.endpoint} does not answer ({error}): start it with kinesis-constructs local up"
            ) from None
        return status

    def wait_until_idle(
        self, *, timeout: float, progress: Callable[[dict[str, Any]], None] | None = None
    ) -> dict[str, Any]:
        """Wait until every record that was sent is delivered, dropped, failed or read by every consumer.

        Args:
            timeout: seconds.
            progress: called with each status on the way.

        Returns:
            The last status, which is idle.

        Raises:
            LocalAwsError: records are still waiting when the time is over; the message says where.
        """
        deadline = time.monotonic() + timeout
        while True:
            status = self.status()
            if progress:
                progress(status)
            if status["idle"]:
                return status
            if time.monotonic() > deadline:
                raise LocalAwsError(f"after {timeout:g} s records are still waiting: {waiting(status)}")
            time.sleep(IDLE_POLL_SECONDS)


def waiting(status: dict[str, Any]) -> str:
    """Say how many records wait where."""
    entries = {**status["delivery_streams"], **status["mappings"]}
    return ", ".join(f"{entry['waiting']} in {name}" for name, entry in entries.items() if entry["waiting"])
