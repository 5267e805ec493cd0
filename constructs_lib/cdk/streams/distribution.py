"""How records find their shards."""

from __future__ import annotations

from enum import StrEnum


class RecordDistribution(StrEnum):
    """Who decides in which shard a record is put; the service's own default is `USER_PARTITION_KEY`."""

    AUTO = "AUTO"
    """Kinesis spreads records evenly and ignores partition keys, so no order is kept; on-demand streams only."""
    USER_PARTITION_KEY = "USER_PARTITION_KEY"
    """The partition key decides: records of one key keep their order."""
