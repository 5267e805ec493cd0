"""The capacity modes of a data stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Provisioned:
    """Capacity is a number of shards.

    Attributes:
        shards: each takes 1 MiB/s and 1000 records/s in, and gives 2 MiB/s out.
    """

    shards: int

    def properties(self) -> dict[str, Any]:
        """Give the properties of the stream, in CloudFormation's casing."""
        return {"StreamModeDetails": {"StreamMode": "PROVISIONED"}, "ShardCount": self.shards}


@dataclass(frozen=True, kw_only=True)
class OnDemand:
    """Capacity follows the traffic.

    Attributes:
        warm_throughput: MiB/s that the stream takes at once; needs the account's on-demand Advantage commitment.
    """

    warm_throughput: int | None = None

    def properties(self) -> dict[str, Any]:
        """Give the properties of the stream, in CloudFormation's casing."""
        return {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "WarmThroughputMiBps": self.warm_throughput}
