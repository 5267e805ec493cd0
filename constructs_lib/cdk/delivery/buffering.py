"""How much Firehose collects before it writes an object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Duration, Size

from constructs_lib.cdk.tokens import mebibytes, seconds

DEFAULT_SIZE_MEBIBYTES = 128
DEFAULT_INTERVAL_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class Buffering:
    """An object is written when either is reached.

    Attributes:
        size: 128 MiB unless given, so that the interval decides and objects are few and large.
        interval: 5 minutes unless given.
    """

    size: Size = field(default_factory=lambda: Size.mebibytes(DEFAULT_SIZE_MEBIBYTES))
    interval: Duration = field(default_factory=lambda: Duration.seconds(DEFAULT_INTERVAL_SECONDS))

    def properties(self, argument: str) -> dict[str, Any]:
        """Give `BufferingHints` in CloudFormation's casing.

        Args:
            argument: name of the argument that holds this, for messages.
        """
        return {
            "SizeInMBs": mebibytes(self.size, f"{argument}.size"),
            "IntervalInSeconds": seconds(self.interval, f"{argument}.interval"),
        }
