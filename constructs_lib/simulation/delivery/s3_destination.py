"""`ExtendedS3DestinationConfiguration`: buffers, partitions, objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from constructs_lib.limits import limit
from constructs_lib.simulation.delivery.buffer import BufferingHints, BufferSet
from constructs_lib.simulation.delivery.compression import FORMATS
from constructs_lib.simulation.delivery.conversion import EXTENSION, OUTPUT_TYPE, Conversion
from constructs_lib.simulation.delivery.item import FailedItem, Failure, Item
from constructs_lib.simulation.delivery.outputs import ErrorOutput
from constructs_lib.simulation.delivery.partitioning import (
    EXTRACTION_CODE,
    EXTRACTION_FAILED,
    TOO_MANY,
    TOO_MANY_CODE,
    TOO_MANY_MESSAGE,
    NoPartition,
    Partitioning,
)
from constructs_lib.simulation.delivery.prefix import data_prefix
from constructs_lib.simulation.delivery.properties import Properties, flag
from constructs_lib.simulation.delivery.s3_object import S3Target, data_compression

ESCAPES = {r"\n": "\n", r"\r": "\r", r"\t": "\t", r"\\": "\\"}

Partition = tuple[tuple[tuple[str, str], str], ...]


class S3Destination:
    """Joins records into objects, one buffer per partition."""

    def __init__(
        self,
        properties: Properties,
        processors: Mapping[str, Mapping[str, str]],
        target: S3Target,
        errors: ErrorOutput,
        hints: BufferingHints,
        clock: Callable[[], float],
        conversion: Conversion | None,
    ) -> None:
        """Read the destination's properties.

        Raises:
            UnsupportedFeature: it compresses in a way that is not simulated.
            InvalidDefinition: the prefix, its keys or its processors do not fit together.
        """
        self._conversion = conversion
        self._target = target
        self._errors = errors
        self._clock = clock
        partitioned = is_partitioned(properties)
        self._prefix = data_prefix(str(properties.get("Prefix") or ""), partitioned=partitioned)
        self._partitioning = Partitioning(processors, self._prefix.keys) if partitioned else None
        self._compression = data_compression(properties)
        self._extension = str(properties.get("FileExtension") or "")
        self._delimiter = delimiter(processors)
        self._most_active = int(limit("firehose-dp-active-partitions").high)
        self._buffers: BufferSet[Partition, Item] = BufferSet(hints)

    def add(self, item: Item, now: float) -> None:
        """Take a record in; one without a partition goes to the error output."""
        partition: Partition = ()
        if self._partitioning is not None:
            try:
                partition = tuple(self._partitioning.keys(item).items())
            except NoPartition as reason:
                self._fail(item, EXTRACTION_FAILED, EXTRACTION_CODE, str(reason), now)
                return
            if partition not in self._buffers and self._buffers.active >= self._most_active:
                self._fail(item, TOO_MANY, TOO_MANY_CODE, TOO_MANY_MESSAGE, now)
                return
        self._buffers.add(partition, item, len(item.data) + len(self._delimiter), now)

    def write(self, now: float, *, everything: bool) -> int:
        """Write the objects that are due, or all, and return their number."""
        return self._buffers.write(self._put, now, everything=everything)

    def _fail(self, item: Item, output_type: str, code: str, message: str, now: float) -> None:
        self._errors.add(FailedItem(item, Failure(output_type, code, message, self._clock())), now)

    def _put(self, partition: Partition, items: list[Item]) -> None:
        if self._conversion is not None:
            self._put_converted(self._conversion, partition, items)
            return
        oldest = min(item.source.arrival for item in items)
        end = self._delimiter
        body = end.join(item.data for item in items) + end
        self._target.put(self._prefix, oldest, body, self._compression, extension=self._extension, keys=dict(partition))
        self._target.tally.add(delivered=len(items))

    def _put_converted(self, conversion: Conversion, partition: Partition, items: list[Item]) -> None:
        done = conversion.convert(items)
        if done.body is not None:
            oldest = min(item.source.arrival for item in done.items)
            extension = self._extension or EXTENSION
            self._target.put(
                self._prefix, oldest, done.body, FORMATS["UNCOMPRESSED"], extension=extension, keys=dict(partition)
            )
            self._target.tally.add(delivered=len(done.items))
        now = self._clock()
        for item, reason in done.failed:
            failure = Failure(OUTPUT_TYPE, reason.code, str(reason), now, table=conversion.table)
            self._errors.add(FailedItem(item, failure), now)


def is_partitioned(properties: Properties) -> bool:
    """Tell whether dynamic partitioning is on."""
    return flag((properties.get("DynamicPartitioningConfiguration") or {}).get("Enabled"))


def delimiter(processors: Mapping[str, Mapping[str, str]]) -> bytes:
    r"""Read what AppendDelimiterToRecord appends: a newline unless it says otherwise, where `\n` is an escape."""
    if "AppendDelimiterToRecord" not in processors:
        return b""
    text = processors["AppendDelimiterToRecord"].get("Delimiter", r"\n")
    return re.sub(r"\\[nrt\\]", lambda found: ESCAPES[found.group()], text).encode()
