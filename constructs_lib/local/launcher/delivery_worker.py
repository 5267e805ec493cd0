# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""The thread that runs one delivery stream."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from ministack.core.responses import request_scope
from ministack.services import firehose

from constructs_lib.local.launcher import metrics, options
from constructs_lib.local.launcher.arrivals import ARRIVALS, TRIM_HORIZON, Source, after, source_record
from constructs_lib.local.launcher.converter import LocalConverter
from constructs_lib.local.launcher.endpoints import LocalEndpoints, require_reachable
from constructs_lib.local.launcher.functions import LocalFunctions
from constructs_lib.local.launcher.store import LocalStore
from constructs_lib.runtime.aggregation import user_records
from constructs_lib.simulation import DeliveryEngine, InvalidDefinition, SourceRecord, UnsupportedFeature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.simulation import DeliveryCounts

TICK_SECONDS = 0.2
READ_RECORDS = 1000
RETRY_SECONDS = 1.0
HTTP_ENDPOINT = "HttpEndpoint"
BACKED_UP = ("Enabled", "AllData")

logger = logging.getLogger("kinesis_constructs.delivery")


class DeliveryWorker(threading.Thread):
    """Reads a delivery stream's source, hands the records to an engine, and flushes it when it is due.

    It ends when the delivery stream is deleted, after a last flush.

    Args:
        record: MiniStack's record of the delivery stream.
        account: the delivery stream's account.
        region: its region.
    """

    def __init__(self, record: dict[str, Any], *, account: str, region: str) -> None:
        super().__init__(name=f"delivery-{record['name']}", daemon=True)
        self.record = record
        self._account = account
        self._region = region
        self._inbox: deque[SourceRecord] = deque()
        self._source = Source.of((record.get("kinesis_source") or {}).get("KinesisStreamARN", ""))
        self._positions = self._source.latest() if self._source else {}
        self._problem: str | None = None
        self._version: int | None = None
        self._engine: DeliveryEngine | None = None
        self._published: DeliveryCounts | None = None
        self._renew()

    def put(self, payloads: list[bytes]) -> None:
        """Take directly put records, from any thread."""
        now = time.time()
        self._inbox.extend(SourceRecord(data=data, arrival=now) for data in payloads)
        ARRIVALS.announce()

    def status(self) -> dict[str, Any]:
        """Tell what was done and how many records wait, in the source or in the buffer."""
        unread = sum(len(records) - after(records, self._position(shard)) for shard, records in self._shards().items())
        counts = self._engine.counts if self._engine else None
        return {
            "arn": self.record["arn"],
            "waiting": unread + len(self._inbox) + (self._unsettled(counts) if counts else 0),
            "counts": asdict(counts) if counts else {},
            "problem": self._problem,
        }

    def _unsettled(self, counts: DeliveryCounts) -> int:
        """Count records without an outcome, or not backed up yet where that is asked for."""
        backup = any(one["config"].get("S3BackupMode") in BACKED_UP for one in self.record["destinations"])
        return max(counts.in_buffer, counts.received - counts.backed_up if backup else 0)

    def run(self) -> None:
        """Work until the delivery stream is deleted."""
        seen = 0
        while firehose._streams.get_scoped(self._account, self._region, self.record["name"]) is self.record:
            took = False
            try:
                self._renew()
                took = self._take()
                self._flush(due_only=True)
            except Exception as error:
                self._report(error)
                time.sleep(RETRY_SECONDS)
            if not took:
                seen = ARRIVALS.wait(seen, TICK_SECONDS)
        try:
            self._flush(due_only=False)
        except Exception as error:
            self._report(error)

    def _report(self, error: Exception) -> None:
        """Keep a problem for the status, and write it down once."""
        if self._problem != str(error):
            logger.exception("delivery stream %s", self.record["name"])
        self._problem = str(error)

    def _renew(self) -> None:
        """Make the engine, anew after an update; what is buffered goes out under the old definition."""
        if self._version == self.record["version"]:
            return
        self._flush(due_only=False)
        self._version = self.record["version"]
        self._published = None
        try:
            for url in endpoint_urls(self.record):
                require_reachable(url)
            self._engine = DeliveryEngine(
                self.record["name"],
                self.record["arn"],
                definition(self.record),
                store=LocalStore(self._account, self._region),
                functions=LocalFunctions(self._account, self._region),
                endpoints=LocalEndpoints(self._account, self._region),
                converter=LocalConverter(self._account, self._region),
                unpack=unpacked,
                region=self._region,
                account=self._account,
                interval_cap=options.interval_cap(),
                answer_seconds=options.ANSWER_SECONDS,
            )
            self._problem = None
        except (UnsupportedFeature, InvalidDefinition) as error:
            self._engine = None
            self._report(error)

    def _take(self) -> bool:
        """Hand what has arrived to the engine; a record counts as waiting until the engine has it.

        Returns:
            Whether there was anything.
        """
        if self._engine is None:
            return False
        put = list(self._inbox)
        if put:
            self._engine.accept(put)
            for _ in put:
                self._inbox.popleft()
        batches = list(self._unread())
        for shard_id, batch in batches:
            self._engine.accept([source_record(shard_id, record) for record in batch])
            self._positions[shard_id] = batch[-1]["SequenceNumber"]
        return bool(put or batches)

    def _unread(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        for shard_id, records in self._shards().items():
            first = after(records, self._position(shard_id))
            if batch := records[first : first + READ_RECORDS]:
                yield shard_id, batch

    def _shards(self) -> dict[str, list[dict[str, Any]]]:
        return self._source.shards() if self._source else {}

    def _position(self, shard_id: str) -> str:
        """Shards that came by resharding are read from their beginning."""
        return self._positions.get(shard_id, TRIM_HORIZON)

    def _flush(self, *, due_only: bool) -> None:
        if self._engine is None:
            return
        try:
            if due_only:
                self._engine.flush_due()
            else:
                self._engine.flush()
        finally:
            self._publish(self._engine.counts)

    def _publish(self, counts: DeliveryCounts) -> None:
        with request_scope(self._account, self._region):
            metrics.delivered(self.record, self._published, counts, self._source)
        self._published = counts


def unpacked(record: SourceRecord) -> list[SourceRecord]:
    """Take apart what the Kinesis Producer Library packed."""
    found = user_records(record.data, record.partition_key or "")
    if len(found) == 1 and found[0].data == record.data:
        return [record]
    return [
        replace(record, data=each.data, partition_key=each.partition_key, subsequence_number=number)
        for number, each in enumerate(found)
    ]


def definition(record: dict[str, Any]) -> dict[str, Any]:
    """Give a delivery stream's properties in CloudFormation's names."""
    properties: dict[str, Any] = {
        "DeliveryStreamName": record["name"],
        "DeliveryStreamType": record["type"],
    }
    if record.get("kinesis_source"):
        properties["KinesisStreamSourceConfiguration"] = record["kinesis_source"]
    for destination in record["destinations"]:
        properties[f"{destination['type']}DestinationConfiguration"] = destination["config"]
    return properties


def endpoint_urls(record: dict[str, Any]) -> list[str]:
    """Give the URLs that a delivery stream sends to."""
    endpoints = [one["config"] for one in record["destinations"] if one["type"] == HTTP_ENDPOINT]
    return [str((one.get("EndpointConfiguration") or {}).get("Url")) for one in endpoints]
