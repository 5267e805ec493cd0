"""One event source mapping: batches, retries, bisecting, partial failures, failure documents."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from constructs_lib.limits import limit
from constructs_lib.simulation.mapping.backoff import Backoff
from constructs_lib.simulation.mapping.event import EventShape
from constructs_lib.simulation.mapping.failure_document import Condition, FailureDocument
from constructs_lib.simulation.mapping.processed import Processed
from constructs_lib.simulation.mapping.response import first_failed
from constructs_lib.simulation.mapping.settings import UNLIMITED, read_settings
from constructs_lib.simulation.mapping.windows import Window, Windows, state_of
from constructs_lib.simulation.ports import Functions, SourceRecord

SECONDS_PER_HOUR = 3600


@dataclass(slots=True)
class Batch:
    """Records that are invoked together, and what they have been through."""

    records: Sequence[SourceRecord]
    retries: int = 0
    invocations: int = 0
    error: str | None = None


class EventSourceMapping:
    """What Lambda would do with the records of a Kinesis shard, from the properties of the mapping.

    A failed batch is bisected, which consumes no retry, or retried. After a partial failure, what is left goes on as
    the same batch and keeps count of its retries (assumed).

    It polls nothing and remembers nothing but open windows: the caller hands the records of a shard over in their
    order, and moves its checkpoint when `process` returns. One instance serves every shard; calls for different shards
    may run at once.

    With a tumbling window, the function gets the state it answered last, and a last event without records when the
    window is over (assumed: not for a window that no record belongs to).
    """

    def __init__(
        self,
        properties: Mapping[str, Any],
        *,
        functions: Functions,
        on_failure: Callable[[FailureDocument], None],
        stream_arn: str,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        retention_seconds: float | None = None,
        role_arn: str = "",
        backoff: Backoff | None = None,
        windows: dict[str, Window] | None = None,
    ) -> None:
        """Read the definition.

        Args:
            properties: the resolved CloudFormation properties of an `AWS::Lambda::EventSourceMapping`.
            functions: what invokes the function.
            on_failure: gets every batch that is given up; called from several threads where
                `ParallelizationFactor` is above 1.
            stream_arn: of the stream, also where `EventSourceArn` is a consumer's.
            clock: epoch seconds.
            sleep: waits before a retry; what it raises ends `process`, which is how a caller stops one.
            retention_seconds: how long the stream keeps records; its default by default. What expires is given up as
                `RecordAgeExceeded` (assumed: AWS drops it from the stream without a document).
            role_arn: the function's role, `invokeIdentityArn` of the events.
            backoff: how long to wait before a retry.
            windows: the open ones by shard, of an earlier reading of the same mapping.

        Raises:
            UnsupportedFeature: the mapping has a feature that is not simulated.
            InvalidDefinition: the service would refuse the definition.
        """
        self._settings = read_settings(properties)
        self._functions = functions
        self._on_failure = on_failure
        self._stream_arn = stream_arn
        self._clock = clock
        self._sleep = sleep
        self._backoff = backoff or Backoff()
        retention = retention_seconds
        if retention is None:
            retention = int(limit("kinesis-stream-retention-hours").default or 0) * SECONDS_PER_HOUR
        longest = self._settings.longest_age
        self._longest_age = retention if longest is None else min(longest, retention)
        seconds = self._settings.window
        self._windows = Windows(seconds, {} if windows is None else windows) if seconds else None
        self._shape = EventShape(self._settings.event_source_arn, stream_arn.split(":")[3], role_arn)

    @property
    def batch_size(self) -> int:
        """How many records a batch has at most."""
        return self._settings.batch_size

    def due(self, waiting: int, waited_seconds: float) -> bool:
        """Tell whether records that wait are to be processed: enough of them, or long enough by the batching window."""
        return waiting > 0 and (
            waiting >= self._settings.batch_size or waited_seconds >= self._settings.batching_window
        )

    def process(self, shard_id: str, records: Sequence[SourceRecord]) -> Processed:
        """Bring records of a shard to an end: processed, filtered or given up.

        Args:
            shard_id: of the shard.
            records: in their order, each with a sequence number.

        Returns:
            What became of them.

        Raises:
            Exception: what `sleep` or `on_failure` raised. Some of the records may have been processed; the checkpoint
                must not move.
        """
        filters = self._settings.filters
        admitted = [record for record in records if filters.admits(record)] if filters else list(records)
        result = Processed(records=len(records), filtered=len(records) - len(admitted))
        lanes = self._lanes(admitted)
        if len(lanes) <= 1:
            return sum((self._lane(shard_id, lane) for lane in lanes), result)
        with ThreadPoolExecutor(max_workers=len(lanes), thread_name_prefix="esm") as pool:
            return sum(pool.map(lambda lane: self._lane(shard_id, lane), lanes), result)

    def close_due(self, shard_id: str, *, now: float | None = None) -> Processed:
        """End the window of a shard that is over; for a caller that has no more records of it.

        Args:
            shard_id: of the shard.
            now: the moment until which the caller has seen all records, in epoch seconds; by the clock unless given.

        Raises:
            Exception: what `sleep` raised; the window is still open.
        """
        return self._close_before(shard_id, self._clock() if now is None else now)

    def _close_before(self, shard_id: str, now: float) -> Processed:
        window = self._windows.over(shard_id, now) if self._windows else None
        return self._complete(shard_id, window) if window else Processed()

    def _complete(self, shard_id: str, window: Window, *, early: bool = False) -> Processed:
        """Invoke the function for the last time in a window, as often as it needs to succeed."""
        assert self._windows is not None
        members = window.members(shard_id, self._settings.event_source_arn, final=True, early=early)
        times = 0
        while True:
            times += 1
            try:
                answer = self._functions.invoke(self._settings.function_arn, {"Records": [], **members})
                done = state_of(answer) is not None
            except Exception:  # whatever the invoker raises, the invocation has failed
                done = False
            if done:
                self._windows.drop(shard_id)
                return Processed(invocations=times)
            self._sleep(self._backoff.before(times))

    def _cut_short(self, shard_id: str) -> Processed:
        """End a window whose state has grown too large; what comes later in it begins with a new state."""
        window = self._windows.outgrown(shard_id) if self._windows else None
        if self._windows is None or window is None:
            return Processed()
        done = self._complete(shard_id, window, early=True)
        self._windows.enter(shard_id, window.start)
        return done

    def _lanes(self, records: Sequence[SourceRecord]) -> list[list[SourceRecord]]:
        lanes: dict[int, list[SourceRecord]] = {}
        for record in records:
            lane = crc32((record.partition_key or "").encode()) % self._settings.factor
            lanes.setdefault(lane, []).append(record)
        return list(lanes.values())

    def _lane(self, shard_id: str, records: Sequence[SourceRecord]) -> Processed:
        if self._windows is None:
            return self._batches(shard_id, records)
        result = Processed()
        for start, group in self._windows.groups(records):
            result += self._close_before(shard_id, start)
            self._windows.enter(shard_id, start)
            result += self._batches(shard_id, group)
        return result

    def _batches(self, shard_id: str, records: Sequence[SourceRecord]) -> Processed:
        result = Processed()
        for batch in self._shape.batches(shard_id, records, self._settings.batch_size):
            result += self._finish(shard_id, Batch(batch))
        return result

    def _finish(self, shard_id: str, batch: Batch) -> Processed:
        """Bring one batch to an end, its parts in their order."""
        result = Processed()
        parts = deque([batch])
        while parts:
            part = parts.popleft()
            expired = self._expired(part)
            if expired:
                result += self._give_up(shard_id, part, expired, Condition.RECORD_AGE_EXCEEDED)
                part.records = part.records[expired:]
            elif len(part.records) == 1 and not self._shape.fits(shard_id, part.records[0]):
                result += self._give_up(shard_id, part, 1, Condition.RETRY_ATTEMPTS_EXHAUSTED)
                continue
            if not part.records:
                continue
            done = self._invoke(shard_id, part)
            result += Processed(invocations=1, succeeded=done) + self._cut_short(shard_id)
            part.records = part.records[done:]
            if part.records:
                if self._exhausted(part, progressed=done > 0):
                    result += self._give_up(shard_id, part, len(part.records), Condition.RETRY_ATTEMPTS_EXHAUSTED)
                else:
                    parts.extendleft(reversed(self._again(part, progressed=done > 0)))
        return result

    def _invoke(self, shard_id: str, part: Batch) -> int:
        """Invoke the function once and return how many of the first records it processed."""
        part.invocations += 1
        event = self._shape.event(shard_id, part.records)
        window = self._windows.of(shard_id) if self._windows else None
        if window is not None:
            event |= window.members(shard_id, self._settings.event_source_arn)
        try:
            answer = self._functions.invoke(self._settings.function_arn, event)
        except Exception:  # whatever the invoker raises, the batch has failed
            part.error = "Unhandled"
            return 0
        if window is not None:
            state = state_of(answer)
            if state is None:
                part.error = "Unhandled"  # assumed
                return 0
            window.state = state
        part.error = None
        failed = first_failed(answer, part.records) if self._settings.partial else None
        return len(part.records) if failed is None else failed

    def _splits(self, part: Batch, *, progressed: bool) -> bool:
        """Tell whether a failed batch gets smaller, which consumes no retry."""
        return self._settings.bisect and (progressed or len(part.records) > 1)

    def _exhausted(self, part: Batch, *, progressed: bool) -> bool:
        if self._splits(part, progressed=progressed) or self._settings.retries == UNLIMITED:
            return False
        return part.retries >= self._settings.retries

    def _again(self, part: Batch, *, progressed: bool) -> list[Batch]:
        """Make what is tried next of a failed batch, after the wait that a retry needs."""
        if self._splits(part, progressed=progressed):
            if progressed:
                return [part]
            middle = (len(part.records) + 1) // 2
            halves = (part.records[:middle], part.records[middle:])
            return [Batch(half, part.retries, part.invocations) for half in halves]
        part.retries += 1
        self._sleep(self._backoff.before(part.retries))
        return [part]

    def _expired(self, part: Batch) -> int:
        """Count the first records that are too old."""
        oldest = self._clock() - self._longest_age
        count = 0
        while count < len(part.records) and part.records[count].arrival < oldest:
            count += 1
        return count

    def _give_up(self, shard_id: str, part: Batch, count: int, condition: Condition) -> Processed:
        records = tuple(part.records[:count])
        self._on_failure(
            FailureDocument(
                condition=condition,
                function_arn=self._settings.function_arn,
                stream_arn=self._stream_arn,
                shard_id=shard_id,
                records=records,
                event=self._shape.event(shard_id, records),
                invocations=part.invocations,
                function_error=part.error,
                time=self._clock(),
            )
        )
        return Processed(discarded=count)
