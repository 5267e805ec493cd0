"""How far a redrive has come, on disk, so that one that was killed goes on."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.redrive.totals import Totals

STEPS = "steps.jsonl"
KEPT = "failed.jsonl"
SYNC_SECONDS = 1.0
"""How long what is through may be in the system's memory alone; ours."""


class Position(NamedTuple):
    """How far an object is through.

    Attributes:
        documents: how many of its documents are through.
        sequence_number: of the last record of the next document that is through, where that one is a range of a stream.
    """

    documents: int = 0
    sequence_number: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One batch that is through.

    Attributes:
        reached: by object, how far it is through; those that are wholly through are in `finished`.
        finished: objects that are wholly through.
        settled: those of them of which nothing is left.
        totals: the batch's numbers.
        kept: a line for every document of the batch that could not be sent.
    """

    reached: Mapping[str, Position]
    finished: Sequence[str]
    settled: Sequence[str]
    totals: Totals
    kept: Sequence[bytes]


class Journal:
    """A folder with one line for every batch that is through, and the records that failed again.

    A batch's line is written after the batch was sent. Who is killed between the two sends that one batch again. Where
    the machine itself goes down, the batches of the last second may be sent again; what failed is on disk before. A
    half-written line, and kept records without a line, are cut off when the journal is opened.

    Attributes:
        folder: where it is.
        totals: the numbers of all batches, earlier runs included.
        reached: by object that is not finished, how far it is through.
        finished: objects that are wholly through.
        settled: those of them of which nothing is left.

    Args:
        folder: made if it is not there.
        settings: what must be the same when a run is continued.

    Raises:
        OperateError: the folder belongs to other settings, is in use, or cannot be written.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.totals = Totals()
        self.reached: dict[str, Position] = {}
        self.finished: set[str] = set()
        self.settled: set[str] = set()
        self._kept_bytes = 0
        self._synced = -SYNC_SECONDS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._steps = (folder / STEPS).open("a+b")
            self._kept = (folder / KEPT).open("a+b")
        except OSError as error:
            raise OperateError(f"cannot write {folder}: {(error.strerror or str(error)).lower()}") from error
        try:
            self._open(dict(settings))
        except BaseException:
            self.close()
            raise

    def _open(self, settings: dict[str, str]) -> None:
        try:
            fcntl.flock(self._steps, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperateError(f"another redrive uses {self.folder}: wait for it, or name another --state") from None
        self._steps.seek(0)
        content = self._steps.read()
        whole = content[: content.rfind(b"\n") + 1]
        self._steps.truncate(len(whole))
        header, *steps = whole.splitlines() or [b""]
        try:
            if header and json.loads(header) != settings:
                raise OperateError(f"{self.folder} belongs to another redrive: name another --state")
            for line in steps:
                self._replay(json.loads(line))
        except (ValueError, KeyError, TypeError):
            raise OperateError(f"{self.folder / STEPS} is damaged: name another --state") from None
        self._kept.truncate(self._kept_bytes)
        if not header:
            self._write(settings)

    def _replay(self, step: Mapping[str, Any]) -> None:
        self.totals.add(Totals.of(step["totals"]))
        self._take({key: Position(*at) for key, at in step["reached"].items()}, step["finished"], step["settled"])
        self._kept_bytes = int(step["kept_bytes"])

    def _take(self, reached: Mapping[str, Position], finished: Sequence[str], settled: Sequence[str]) -> None:
        self.reached.update(reached)
        self.finished.update(finished)
        self.settled.update(settled)
        for key in finished:
            self.reached.pop(key, None)

    def commit(self, step: Step) -> None:
        """Write down that a batch is through.

        Raises:
            OSError: the disk is full, or the folder is gone.
        """
        for line in step.kept:
            self._kept.write(line + b"\n")
            self._kept_bytes += len(line) + 1
        if step.kept:
            self._kept.flush()
            os.fsync(self._kept.fileno())
        self._write(
            {
                "reached": dict(step.reached),
                "finished": list(step.finished),
                "settled": list(step.settled),
                "totals": step.totals.document(),
                "kept_bytes": self._kept_bytes,
            }
        )
        self.totals.add(step.totals)
        self._take(step.reached, step.finished, step.settled)

    def _write(self, document: Mapping[str, Any]) -> None:
        self._steps.write(json.dumps(document, separators=(",", ":")).encode() + b"\n")
        self._steps.flush()
        if time.monotonic() - self._synced > SYNC_SECONDS:
            os.fsync(self._steps.fileno())
            self._synced = time.monotonic()

    def close(self) -> None:
        """Let go of the files."""
        self._steps.close()
        self._kept.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
