"""Tumbling windows: which window a record belongs to, and the state that a function carries through it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from constructs_lib.limits import limit
from constructs_lib.simulation.ports import SourceRecord

MIB = 1024 * 1024  # assumed of the megabyte in which the state is limited


@dataclass(slots=True)
class Window:
    """An open window of a shard.

    Attributes:
        start: epoch seconds.
        end: epoch seconds; the first moment after the window.
        state: what the function answered last; `{}` at first.
    """

    start: float
    end: float
    state: dict[str, Any] = field(default_factory=dict)

    def members(self, shard_id: str, source_arn: str, *, final: bool = False, early: bool = False) -> dict[str, Any]:
        """Write what an event says beside its records.

        Source: AWS Lambda Developer Guide, Implementing stateful Kinesis Data Streams processing in Lambda
        """
        return {
            "window": {"start": moment(self.start), "end": moment(self.end)},
            "state": self.state,
            "shardId": shard_id,
            "eventSourceARN": source_arn,
            "isFinalInvokeForWindow": final,
            "isWindowTerminatedEarly": early,
        }


class Windows:
    """The windows of a mapping, at most one open for each shard.

    Args:
        seconds: how long a window is.
        opened: by shard; the caller keeps it where the mapping is read anew.
    """

    def __init__(self, seconds: int, opened: dict[str, Window]) -> None:
        self._seconds = seconds
        self._opened = opened
        self._largest = limit("esm-tumbling-window-state").high * MIB

    def groups(self, records: Sequence[SourceRecord]) -> Iterator[tuple[float, list[SourceRecord]]]:
        """Cut records of a shard where one belongs to another window than the one before it: start and records."""
        for start, group in groupby(records, lambda record: record.arrival // self._seconds * self._seconds):
            yield start, list(group)

    def enter(self, shard_id: str, start: float) -> None:
        """Open a window, unless one is open: a record that came late counts in that (assumed)."""
        self._opened.setdefault(shard_id, Window(start, start + self._seconds))

    def of(self, shard_id: str) -> Window | None:
        """Find the open window of a shard."""
        return self._opened.get(shard_id)

    def over(self, shard_id: str, now: float) -> Window | None:
        """Find the open window of a shard, where it has ended."""
        window = self._opened.get(shard_id)
        return window if window and now >= window.end else None

    def drop(self, shard_id: str) -> None:
        """Forget a window and its state."""
        del self._opened[shard_id]

    def outgrown(self, shard_id: str) -> Window | None:
        """Find the open window of a shard, where its state is larger than Lambda keeps."""
        window = self._opened.get(shard_id)
        return window if window and len(json.dumps(window.state)) > self._largest else None


def state_of(answer: object) -> dict[str, Any] | None:
    """Read the state out of an answer; None where there is none, which fails the invocation."""
    state = answer.get("state") if isinstance(answer, dict) else None
    return state if isinstance(state, dict) else None


def moment(seconds: float) -> str:
    """Write epoch seconds as `2020-12-09T07:04:00Z`."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
