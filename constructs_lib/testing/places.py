"""Where a record should arrive, for each kind of destination."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from constructs_lib.graph import ResourceView, Undecided
from constructs_lib.policy.reading.delivery import (
    ELASTICSEARCH,
    EXTENDED_S3,
    HTTP,
    ICEBERG,
    OPENSEARCH,
    OPENSEARCH_SERVERLESS,
    PLAIN_S3,
)
from constructs_lib.policy.reading.destination_blocks import DESTINATIONS

Keys = Mapping[str, object]

EXPRESSION = re.compile(r"!\{([^}]*)\}")
PARTITION = re.compile(r"partitionKeyFrom(?:Lambda|Query):(.*)")
S3 = (EXTENDED_S3, PLAIN_S3)
ROTATING = (OPENSEARCH, ELASTICSEARCH)
INDEXED = (*ROTATING, OPENSEARCH_SERVERLESS)
NAMED_BY = {HTTP: "EndpointConfiguration.Url", **dict.fromkeys(INDEXED, "IndexName")}
"""What says where records go, where a prefix does not."""
BEGINS = {
    HTTP: "a request to a URL that begins with {}",
    ICEBERG: "a table that begins with {}",
    **dict.fromkeys(INDEXED, "an index that begins with {}"),
}
ANYWHERE = {HTTP: "a request that the endpoint takes", **dict.fromkeys(S3, "any key")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record should arrive.

    Attributes:
        block: of the destination.
        to: how the name of the place begins.
        prefix: of the destination, as it is written; for S3 alone.
        keys: the values of partition keys in it.
    """

    block: str
    to: str
    prefix: str = ""
    keys: Keys = field(default_factory=dict)

    def holds(self, name: str) -> bool:
        """Tell whether an object's key, a URL or an index is of this place."""
        pattern = "".join(self._parts(re.escape, ".*?")) if self.keys else ""
        return name.startswith(self.to) and re.match(pattern, name) is not None

    def __str__(self) -> str:
        if not self.keys:
            begins = BEGINS.get(self.block, "a key that begins with {}")
            return begins.format(self.to) if self.to else ANYWHERE.get(self.block, "a record handed to the destination")
        begins = "".join(self._parts(str, "..."))
        return f"a key that begins with {self.to} and is {begins}..." if self.to else f"{begins}..."

    def _parts(self, literal: Callable[[str], str], anything: str) -> Iterator[str]:
        for position, piece in enumerate(EXPRESSION.split(self.prefix)):
            partition = PARTITION.fullmatch(piece) if position % 2 else None
            if not position % 2:
                yield literal(piece)
            elif partition and partition[1] in self.keys:
                yield literal(str(self.keys[partition[1]]))
            else:
                yield anything


def partition_keys(prefix: str) -> list[str]:
    """Name the partition keys of a prefix."""
    return [found[1] for each in EXPRESSION.findall(prefix) if (found := PARTITION.fullmatch(each))]


def require_place(stream: ResourceView, block: str, to: str, keys: bool) -> None:
    """Refuse what cannot be asked of a destination.

    Raises:
        ValueError: where records go there is not simulated, or known only at deployment; or it has no partition keys.
    """
    words = next(name for name, blocks in DESTINATIONS.items() if block in blocks)
    if keys and block not in S3:
        raise ValueError(f"keys= are those of a prefix of S3, and {stream.id} delivers to {words}: leave keys= out")
    if not to or block in (*S3, ICEBERG):
        return
    if block not in NAMED_BY:
        raise ValueError(
            f"{stream.id} hands its records to {words}, and where they go there is not simulated: leave to= out, and "
            "look at what is handed over"
        )
    name = stream[f"{block}.{NAMED_BY[block]}"]
    unknown = next((part for part in name.parts if isinstance(part, Undecided)), None)
    if unknown is not None:
        raise ValueError(f"{NAMED_BY[block]} of {stream.id} is known only at deployment: {unknown.reason}")


def require_source(stream: ResourceView, *, transforms: bool) -> None:
    """Refuse records that a test cannot give.

    Raises:
        ValueError: they come from a database, or a transform gets them as those of a topic.
    """
    if stream["DatabaseSourceConfiguration"].exists:
        raise ValueError(f"{stream.id} reads the changes of a database, which are not simulated")
    if transforms and stream["MSKSourceConfiguration"].exists:
        raise ValueError(f"{stream.id} reads a topic, and what its transform gets of it is not simulated")


def block_of(stream: ResourceView, found: list[str]) -> str:
    """Name the one destination of a delivery stream.

    Raises:
        ValueError: it has none, or several.
    """
    if not found:
        raise ValueError(f"{stream.id} has no destination: set one")
    if len(found) > 1:
        raise ValueError(f"{stream.id} has {len(found)} destinations, and takes one: {', '.join(found)}")
    return found[0]
