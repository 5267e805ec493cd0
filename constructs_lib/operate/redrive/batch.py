"""One batch of failure objects, sent by a function that has minutes, not hours."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.failures.bucket import FailureBucket, Location, wants_all
from constructs_lib.operate.failures.record import FailedRecord, Kind, Unreadable
from constructs_lib.operate.redrive.journal import KEPT, Journal, Position, Step
from constructs_lib.operate.redrive.options import Options
from constructs_lib.operate.redrive.run import Redrive, Sender, Transform
from constructs_lib.operate.redrive.stream_range import StreamReader
from constructs_lib.operate.redrive.totals import Totals

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MARGIN_MILLIS = 60_000
"""With less than this left, no further records are begun; ours."""
NAME_DIGITS = 32


class OutOfTime(Exception):
    """The function ends soon."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Chosen objects of a failure bucket.

    Attributes:
        bucket: reads them.
        items: their keys and sizes.
    """

    bucket: FailureBucket
    items: Sequence[tuple[str, int]]

    def objects(self, wanted: Callable[[str], bool] = wants_all) -> Iterator[str]:
        """Name them."""
        return self.bucket.fetched((key, size) for key, size in self.items if wanted(key))

    def read(self, key: str) -> list[FailedRecord | Unreadable]:
        """Read one."""
        return self.bucket.read(key)

    def settle(self, keys: Collection[str]) -> None:
        """Leave the objects; they expire by the bucket's own rule."""

    def close(self) -> None:
        """Nothing was taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchRedrive:
    """Sends what is in the objects of one batch, by the code of the command `redrive`.

    It stops between two requests when the time is nearly up, or when the target takes nothing any more after some of
    the records went through, and says how far it came, so that a further call goes on there. Only a function that is
    killed sends again what it had sent of its batch.

    Attributes:
        s3: a boto3 client.
        bucket: the failure bucket's name.
        sender: puts records into the target.
        target: the target's name, for errors.
        streams: reads records of which only the position is known.
        transform: repairs a record, or drops it with `None`.
        remaining_millis: how long the function may run on.
    """

    s3: S3Client
    bucket: str
    sender: Sender
    target: str
    streams: StreamReader
    transform: Transform | None
    remaining_millis: Callable[[], int]

    def run(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Work on a batch, or on what an earlier call left of it.

        Args:
            batch: `{"BatchInput": {"options": {...}}, "Items": [{"Key", "LastModified", "Size"}, ...]}`, or what an
                earlier call returned.

        Returns:
            The batch again, with the objects that are not through as `Items`, `more` that says whether there are any,
            and the numbers of all calls so far.

        Raises:
            OperateError: nothing could be read or sent.
        """
        options = Options(**batch["BatchInput"]["options"])
        left_out = Counter(batch.get("left_out", {}))
        items = []
        for item in batch["Items"]:
            if reason := options.left_out(item):
                left_out[reason] += 1
            else:
                items.append(item)
        totals = Totals.of(batch["totals"]) if "totals" in batch else Totals()
        with tempfile.TemporaryDirectory() as folder:
            finished, reached = self._redrive(options, items, batch.get("reached", {}), Path(folder), totals)
            kept = self._keep(options, batch["Items"], batch.get("reached", {}), Path(folder) / KEPT)
        rest = [item for item in items if item["Key"] not in finished]
        return {
            "BatchInput": batch["BatchInput"],
            "Items": rest,
            "more": bool(rest),
            "reached": reached,
            "totals": totals.document(),
            "objects": int(batch.get("objects", 0)) + len(finished),
            "left_out": dict(left_out),
            "kept": int(batch.get("kept", 0)) + kept,
        }

    def _redrive(
        self,
        options: Options,
        items: Sequence[Mapping[str, Any]],
        before: Mapping[str, Sequence[Any]],
        folder: Path,
        totals: Totals,
    ) -> tuple[Collection[str], dict[str, Position]]:
        """Send as much as there is time for; give the objects that are through, and how far others are."""

        def look_at_the_clock(_: Totals) -> None:
            if self.remaining_millis() < MARGIN_MILLIS:
                raise OutOfTime

        source = Listed(
            FailureBucket(self.s3, Location(self.bucket)), [(str(item["Key"]), int(item["Size"])) for item in items]
        )
        with Journal(folder, {}) as journal:
            reached = {key: Position(*position) for key, position in before.items()}
            journal.commit(Step(reached=reached, finished=(), settled=(), totals=Totals(), kept=()))
            redrive = Redrive(
                source=source,
                streams=self.streams,
                sender=self.sender,
                target=self.target,
                journal=journal,
                only=Kind(options.only) if options.only else None,
                transform=self.transform,
                progress=look_at_the_clock,
            )
            try:
                with suppress(OutOfTime):
                    redrive.run()
            except OperateError:
                if not journal.totals.read:
                    raise
            totals.add(journal.totals)
            return journal.finished, dict(journal.reached)

    def _keep(
        self, options: Options, items: Sequence[Mapping[str, Any]], reached: Mapping[str, Any], kept: Path
    ) -> int:
        """Write what failed again beside the other results; a repeated call writes the same object.

        Returns:
            How many objects were written.
        """
        content = kept.read_bytes()
        if not content:
            return 0
        name = sha256(json.dumps([items, reached], sort_keys=True).encode()).hexdigest()[:NAME_DIGITS]
        self.s3.put_object(Bucket=self.bucket, Key=f"{options.results}failed/{name}.jsonl", Body=content)
        return 1
