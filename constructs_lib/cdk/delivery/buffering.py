"""How much Firehose collects before it writes an object."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Duration, Size

from constructs_lib.cdk.delivery.service_defaults import service_default
from constructs_lib.cdk.tokens import mebibytes, of_mebibytes, of_seconds, seconds

DEFAULT_SIZE_MEBIBYTES = 128
DEFAULT_INTERVAL_SECONDS = 300
BUFFERING_ARGUMENTS = {
    "BufferingHints.SizeInMBs": "destination.buffering.size",
    "BufferingHints.IntervalInSeconds": "destination.buffering.interval",
}


@dataclass(frozen=True, kw_only=True)
class Buffering:
    """An object is written when either is reached.

    Attributes:
        size: 128 MiB unless given, so that the interval decides and objects are few and large.
        interval: 5 minutes unless given.
    """

    size: Size = field(default_factory=lambda: of_mebibytes(DEFAULT_SIZE_MEBIBYTES))
    interval: Duration = field(default_factory=lambda: of_seconds(DEFAULT_INTERVAL_SECONDS))

    def properties(self, argument: str) -> dict[str, Any]:
        """Give `BufferingHints` in CloudFormation's casing.

        Args:
            argument: name of the argument that holds this, for messages.
        """
        return {
            "SizeInMBs": mebibytes(self.size, f"{argument}.size"),
            "IntervalInSeconds": seconds(self.interval, f"{argument}.interval"),
        }


def service_buffering(size: str, interval: str) -> Callable[[], Buffering]:
    """Give a factory of the service's own default, for destinations that take less than S3.

    Args:
        size: id of the limit of the size, such as `firehose-buffer-http-size`.
        interval: id of the limit of the interval.
    """
    return lambda: Buffering(size=of_mebibytes(service_default(size)), interval=of_seconds(service_default(interval)))
