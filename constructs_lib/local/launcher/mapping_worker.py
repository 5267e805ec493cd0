# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""The threads that run one event source mapping, one for each shard."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ministack.core.responses import request_scope
from ministack.services import lambda_svc

from constructs_lib.local.launcher import metrics
from constructs_lib.local.launcher.arrivals import ARRIVALS, TRIM_HORIZON, Source, after, source_record
from constructs_lib.local.launcher.destinations import FailureDestination
from constructs_lib.local.launcher.functions import LocalFunctions
from constructs_lib.simulation import EventSourceMapping, InvalidDefinition, Processed, UnsupportedFeature, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TICK_SECONDS = 0.2
RETRY_SECONDS = 1.0
SETTLE_SECONDS = 0.1  # a record is stamped a moment before it can be read
SECONDS_PER_HOUR = 3600
OWN_NAMES = {"FunctionName": "FunctionArn"}  # what the record names otherwise than the template
RESULT_FIELDS = frozenset({"LastModified", "LastProcessingResult"})

logger = logging.getLogger("kinesis_constructs.mapping")


class StoppedError(Exception):
    """The mapping was deleted or disabled while it waited."""


def is_kinesis(record: Mapping[str, Any]) -> bool:
    """Tell whether a mapping reads a stream or a consumer of one."""
    return Source.of(record.get("EventSourceArn", "")) is not None


class MappingWorkers:
    """One event source mapping.

    Args:
        record: MiniStack's record of it.
        account: the mapping's account; the stream may be another's.
        region: its region.
    """

    def __init__(self, record: dict[str, Any], *, account: str, region: str) -> None:
        source = Source.of(record["EventSourceArn"])
        if source is None:
            raise ValueError(f"{record['EventSourceArn']} is no stream")
        self.record = record
        self.account = account
        self.region = region
        self.source = source
        self.positions = starting_positions(source, record)
        self._threads: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._processed = Processed()
        self._windows: dict[str, Window] = {}
        self._problem: str | None = None
        self._properties: dict[str, Any] = {}
        self._machine: EventSourceMapping | None = None

    @property
    def exists(self) -> bool:
        """The mapping was not deleted."""
        return lambda_svc._esms.get_scoped(self.account, self.region, self.record["UUID"]) is self.record

    @property
    def enabled(self) -> bool:
        """The mapping exists and is switched on."""
        return self.exists and str(self.record.get("Enabled", True)).lower() != "false"

    def start_missing(self) -> None:
        """Start a thread for every shard that has none."""
        for shard_id in self.source.shards():
            thread = self._threads.get(shard_id)
            if thread is None or not thread.is_alive():
                name = f"mapping-{self.record['UUID'][:8]}-{shard_id}"
                thread = threading.Thread(target=self._run, args=(shard_id,), name=name, daemon=True)
                self._threads[shard_id] = thread
                thread.start()

    def status(self) -> dict[str, Any]:
        """Tell what was processed, and how many records are neither processed nor given up."""
        shards = self.source.shards() if self.enabled else {}
        counts = asdict(self._processed)
        return {
            "function": self.record["FunctionArn"],
            "source": self.record["EventSourceArn"],
            "waiting": sum(len(records) - after(records, self._position(name)) for name, records in shards.items()),
            "counts": counts,
            "checkpoints": dict(self.positions),
            "open_windows": len(self._windows),
            "problem": self._problem,
        }

    def _position(self, shard_id: str) -> str:
        """Shards that came by resharding are read from their beginning."""
        return self.positions.get(shard_id, TRIM_HORIZON)

    def _run(self, shard_id: str) -> None:
        """Process a shard until it, its stream or the mapping is gone."""
        seen = 0
        noticed: float | None = None
        while self.exists:
            seen_until = time.time() - SETTLE_SECONDS
            records = self.source.shards().get(shard_id)
            if records is None:
                return
            unread = records[after(records, self._position(shard_id)) :]
            machine = self._current_machine()
            if not unread or machine is None or not self.enabled:
                noticed = None
                if machine is not None and self.enabled:
                    self._attempt(self._close_window, machine, shard_id, seen_until)
                seen = ARRIVALS.wait(seen, TICK_SECONDS)
                continue
            noticed = noticed or time.monotonic()
            if not machine.due(len(unread), time.monotonic() - noticed):
                seen = ARRIVALS.wait(seen, TICK_SECONDS)
                continue
            noticed = None
            self._attempt(self._process, machine, shard_id, unread[: self._most(machine)])

    def _attempt(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do something that can be stopped, and that is tried again when it fails."""
        try:
            work(*arguments)
        except StoppedError:
            return
        except Exception as error:
            self._report(error)
            time.sleep(RETRY_SECONDS)

    def _close_window(self, machine: EventSourceMapping, shard_id: str, seen_until: float) -> None:
        """End the window of a shard without unread records, where it is over."""
        done = machine.close_due(shard_id, now=seen_until)
        with self._lock:
            self._processed += done

    def _most(self, machine: EventSourceMapping) -> int:
        """Records to take at once: a batch for every lane."""
        return machine.batch_size * int(self.record.get("ParallelizationFactor") or 1)

    def _process(self, machine: EventSourceMapping, shard_id: str, batch: list[dict[str, Any]]) -> None:
        """Bring records to an end, then move the checkpoint."""
        done = machine.process(shard_id, [source_record(shard_id, record) for record in batch])
        with self._lock:
            self._processed += done
            self.positions[shard_id] = batch[-1]["SequenceNumber"]
        self.record["LastProcessingResult"] = "PROBLEM: Function call failed" if done.discarded else "OK"
        age = max(0.0, time.time() - batch[-1]["ApproximateArrivalTimestamp"])
        metrics.iterator_age(self.source, self.record["FunctionArn"], age, account=self.account, region=self.region)

    def _report(self, error: Exception) -> None:
        """Keep a problem for the status, and write it down once."""
        if self._problem != str(error):
            logger.error("event source mapping %s: %s", self.record["UUID"], error, exc_info=error)
        self._problem = str(error)

    def _current_machine(self) -> EventSourceMapping | None:
        """Make the state machine, anew after an update; None where the mapping has what is not simulated."""
        with self._lock:
            properties = {name: value for name, value in self.record.items() if name not in RESULT_FIELDS}
            if properties != self._properties:
                self._properties = properties
                self._machine = self._new_machine(properties)
            return self._machine

    def _new_machine(self, properties: dict[str, Any]) -> EventSourceMapping | None:
        destination = FailureDestination(self.record, account=self.account, region=self.region)
        stream = self.source.stream() or {}
        try:
            machine = EventSourceMapping(
                {**properties, **{name: properties[own] for name, own in OWN_NAMES.items()}},
                functions=LocalFunctions(self.account, self.region),
                on_failure=destination.send,
                stream_arn=self.record["EventSourceArn"].partition("/consumer/")[0],
                sleep=self._sleep,
                retention_seconds=stream.get("RetentionPeriodHours", 0) * SECONDS_PER_HOUR or None,
                role_arn=self._role(),
                windows=self._windows,
            )
        except (UnsupportedFeature, InvalidDefinition) as error:
            self._report(error)
            return None
        self._problem = None
        return machine

    def _sleep(self, seconds: float) -> None:
        """Wait before a retry.

        Raises:
            StoppedError: there will be no retry.
        """
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if not self.enabled:
                raise StoppedError
            time.sleep(min(left, TICK_SECONDS))

    def _role(self) -> str:
        """Find the role of the function."""
        with request_scope(self.account, self.region):
            name, qualifier = lambda_svc._resolve_name_and_qualifier(self.record["FunctionArn"])
            _, configuration = lambda_svc._get_func_record_for_qualifier(name, qualifier)
        return str((configuration or {}).get("Role", ""))


def starting_positions(source: Source, record: Mapping[str, Any]) -> dict[str, str]:
    """Find where a new mapping starts in the shards that are there."""
    position = record.get("StartingPosition")
    if position == "LATEST":
        return source.latest()
    if position != "AT_TIMESTAMP":
        return {}
    start = float(record.get("StartingPositionTimestamp") or 0)
    return {
        shard_id: max(
            (one["SequenceNumber"] for one in records if one["ApproximateArrivalTimestamp"] < start), default=""
        )
        for shard_id, records in source.shards().items()
    }
