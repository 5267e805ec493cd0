# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Records that arrive in streams: wait for them, and read them shard by shard from a position on."""

from __future__ import annotations

import base64
import threading
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ministack.core.arn import ArnParseError, parse_arn
from ministack.services import kinesis

from constructs_lib.simulation import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

TRIM_HORIZON = ""  # sorts before every sequence number


class Arrivals:
    """Wakes whoever waits for records, of whichever stream."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._times = 0

    def announce(self) -> None:
        """Say that something has arrived."""
        with self._condition:
            self._times += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float) -> int:
        """Wait for an arrival after those seen.

        Args:
            seen: what the last call returned; 0 at first.
            timeout: seconds.

        Returns:
            The arrivals so far.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._times > seen, timeout)
            return self._times


ARRIVALS = Arrivals()


@dataclass(frozen=True, slots=True)
class Source:
    """A stream to read from.

    Attributes:
        account: the stream's account.
        region: its region.
        name: its name.
        arn: its ARN, or that of a consumer of it.
    """

    account: str
    region: str
    name: str
    arn: str

    @classmethod
    def of(cls, arn: str) -> Source | None:
        """Read the ARN of a stream or of a stream's consumer; None for any other ARN."""
        try:
            parts = parse_arn(arn)
        except ArnParseError:
            return None
        kind, _, rest = parts.resource.partition("/")
        if parts.service != "kinesis" or kind != "stream":
            return None
        return cls(parts.account_id, parts.region, rest.partition("/")[0], arn)

    @property
    def consumer(self) -> str | None:
        """The consumer's name, where the source is one."""
        name = self.arn.partition("/consumer/")[2].partition(":")[0]
        return name or None

    def stream(self) -> Mapping[str, Any] | None:
        """Find the stream; None where there is none, or the consumer is gone."""
        if self.consumer and kinesis._consumers.get_scoped(self.account, self.region, self.arn) is None:
            return None
        stream: Mapping[str, Any] | None = kinesis._streams.get_scoped(self.account, self.region, self.name)
        return stream

    def shards(self) -> dict[str, list[dict[str, Any]]]:
        """Give the records of every shard, oldest first."""
        stream = self.stream()
        return {name: shard["records"] for name, shard in list(stream["shards"].items())} if stream else {}

    def latest(self) -> dict[str, str]:
        """Give the position behind the last record of every shard."""
        return {
            shard_id: records[-1]["SequenceNumber"] if records else TRIM_HORIZON
            for shard_id, records in self.shards().items()
        }


def after(records: list[dict[str, Any]], position: str) -> int:
    """Find the index of the first record after a position.

    Args:
        records: of one shard, in the order of their sequence numbers.
        position: a sequence number, or TRIM_HORIZON.
    """
    return bisect_right(records, position, key=lambda record: record["SequenceNumber"])


def source_record(shard_id: str, record: dict[str, Any]) -> SourceRecord:
    """Turn a record of MiniStack's stream into the simulation's."""
    return SourceRecord(
        data=base64.b64decode(record["Data"]),
        arrival=record["ApproximateArrivalTimestamp"],
        partition_key=record["PartitionKey"],
        sequence_number=record["SequenceNumber"],
        shard_id=shard_id,
    )
