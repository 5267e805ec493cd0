"""The two side outputs of a delivery stream: error objects and the backup of source records."""

from __future__ import annotations

from constructs_lib.simulation.delivery.buffer import BufferingHints, BufferSet
from constructs_lib.simulation.delivery.compression import FORMATS
from constructs_lib.simulation.delivery.error_object import error_line
from constructs_lib.simulation.delivery.item import FailedItem
from constructs_lib.simulation.delivery.prefix import data_prefix, error_prefix
from constructs_lib.simulation.delivery.properties import Properties, buffering_hints
from constructs_lib.simulation.delivery.s3_object import S3Target, data_compression
from constructs_lib.simulation.ports import SourceRecord

ERROR_FORM = FORMATS["UNCOMPRESSED"]  # assumed: error objects stay readable whatever CompressionFormat says


class ErrorOutput:
    """Failed records, one object per error output type and buffer."""

    def __init__(self, properties: Properties, target: S3Target, hints: BufferingHints) -> None:
        self._target = target
        self._prefix = error_prefix(properties.get("ErrorOutputPrefix") or None, str(properties.get("Prefix") or ""))
        self._buffers: BufferSet[str, tuple[float, bytes]] = BufferSet(hints)

    def add(self, failed: FailedItem, now: float) -> None:
        """Take a failed record in."""
        line = error_line(failed)
        self._buffers.add(failed.failure.output_type, (failed.item.source.arrival, line), len(line), now)

    def write(self, now: float, *, everything: bool) -> int:
        """Write the objects that are due, or all, and return their number."""
        return self._buffers.write(self._put, now, everything=everything)

    def _put(self, output_type: str, entries: list[tuple[float, bytes]]) -> None:
        oldest = min(arrival for arrival, _ in entries)
        body = b"".join(line for _, line in entries)
        self._target.put(self._prefix, oldest, body, ERROR_FORM, error_output_type=output_type)
        self._target.tally.add_failed(output_type, len(entries))


class SourceBackup:
    """Source records as they came, under `S3BackupConfiguration`."""

    def __init__(self, properties: Properties, target: S3Target, interval_cap: float | None) -> None:
        self._target = target
        self._prefix = data_prefix(str(properties.get("Prefix") or ""), partitioned=False)
        self._compression = data_compression(properties)
        self._buffers: BufferSet[None, SourceRecord] = BufferSet(buffering_hints(properties, interval_cap))

    def add(self, record: SourceRecord, now: float) -> None:
        """Take a source record in."""
        self._buffers.add(None, record, len(record.data), now)

    def write(self, now: float, *, everything: bool) -> int:
        """Write the objects that are due, or all, and return their number."""
        return self._buffers.write(self._put, now, everything=everything)

    def _put(self, _: None, records: list[SourceRecord]) -> None:
        oldest = min(record.arrival for record in records)
        self._target.put(self._prefix, oldest, b"".join(record.data for record in records), self._compression)
        self._target.tally.add(backed_up=len(records))
