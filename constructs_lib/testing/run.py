"""Run records through a delivery stream in this process, one after the other."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from constructs_lib.graph import ResourceView
from constructs_lib.simulation import Converter, DeliveryEngine, FunctionFailure, SourceRecord
from constructs_lib.testing.handlers import Handler
from constructs_lib.testing.standins import ACCOUNT, REGION, S3_BLOCKS, properties_of


@dataclass(slots=True)
class Outcome:
    """What became of one record."""

    arrived: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    dropped: int = 0


class Run:
    """One delivery stream and what it has stored; it is the engine's store, too.

    Attributes:
        prefix: of the destination, as it is written.
        stored: the objects of data by key.

    Raises:
        ValueError: it does not deliver to S3, or what decides about records is known only at deployment.
        UnsupportedFeature: it uses what is not simulated.
    """

    def __init__(
        self, stream: ResourceView, handler: Handler | None, converter: Converter | None, at: datetime | None
    ) -> None:
        if not any(stream[name].exists for name in S3_BLOCKS):
            raise ValueError(f"{stream.id} does not deliver to S3, where records could be looked for")
        properties = properties_of(stream)
        blocks = [properties[name] for name in S3_BLOCKS if name in properties]
        for block in blocks:
            block.pop("S3BackupMode", None)
        self.prefix = str(blocks[0].get("Prefix") or "")
        self.stored: dict[str, bytes] = {}
        self._now = at.timestamp() if at else time.time()
        self._functions = InProcess(handler) if handler else None
        self._engine = DeliveryEngine(
            stream.id,
            f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/{stream.id}",
            properties,
            store=self,
            functions=self._functions,
            converter=converter,
            region=REGION,
            account=ACCOUNT,
            clock=lambda: self._now,
            interval_cap=0,
        )

    def put(self, bucket: str, key: str, body: bytes, *, content_encoding: str | None = None) -> None:  # noqa: ARG002  one bucket is enough
        """Store an object."""
        self.stored[key] = body

    def deliver(self, number: int, record: Any) -> Outcome:
        """Deliver one record, and see what became of it."""
        before, known = self._engine.counts, set(self.stored)
        data = record if isinstance(record, bytes) else json.dumps(record).encode()
        self._engine.accept(
            [SourceRecord(data, self._now, f"sample-{number}", f"{number:056d}", "shardId-000000000000")]
        )
        self._engine.flush()
        outcome = Outcome(dropped=self._engine.counts.dropped - before.dropped)
        for key in sorted(self.stored.keys() - known):
            reasons = list(reasons_in(self.stored[key]))
            if reasons:
                outcome.failed += [(key, f"{reason}{self._raised()}") for reason in reasons]
                del self.stored[key]
            else:
                outcome.arrived.append(key)
        return outcome

    def _raised(self) -> str:
        """Take what the handler raised."""
        if self._functions is None or not self._functions.problem:
            return ""
        problem, self._functions.problem = self._functions.problem, ""
        return f" The handler raised {problem}"


class InProcess:
    """Calls the handler, whatever the ARN.

    Attributes:
        problem: what the handler raised last; Firehose does not write it down.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.problem = ""

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        """Call the handler as Lambda does: with JSON, both ways.

        Raises:
            FunctionFailure: the handler raised, or its answer is no JSON.
        """
        context = SimpleNamespace(
            function_name="samples",
            invoked_function_arn=function_arn,
            aws_request_id="samples",
            get_remaining_time_in_millis=lambda: 60_000,
        )
        try:
            return json.loads(json.dumps(self._handler(json.loads(json.dumps(event)), context)))
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}"
            raise FunctionFailure(self.problem) from error


def reasons_in(body: bytes) -> Iterator[str]:
    """Read why records failed, where an object is one of failed records."""
    try:
        lines = (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).splitlines()
        documents = [json.loads(line) for line in lines]
    except (ValueError, OSError):
        return
    for document in documents:
        if isinstance(document, dict) and {"rawData", "attemptsMade"} <= document.keys():
            code = document.get("errorCode") or document.get("lastErrorCode")
            yield f"{code}: {document.get('errorMessage') or document.get('lastErrorMessage')}"
