# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Pipes into streams and delivery streams: MiniStack reads tables alone, and writes to other targets."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import pipes

from constructs_lib.local.launcher import handlers, pipe_events, targets
from constructs_lib.local.launcher.contract import expect
from constructs_lib.local.launcher.pipe_worker import PipeWorker

if TYPE_CHECKING:
    from collections.abc import Sequence

PATCH = "pipes"
KEPT = ("SourceParameters", "TargetParameters")
POLLED = ("sqs", "kinesis")

logger = logging.getLogger("kinesis_constructs.pipes")


def apply() -> None:
    """Keep the parameters of pipes, read queues and streams, and write into streams and delivery streams."""
    targets.check(PATCH)
    pipe_events.check(PATCH)
    expect(PATCH, pipes, _create_pipe=("name", "body"), _deliver_batch=("pipe", "batch"), _pipes=None)
    create, deliver_batch = pipes._create_pipe, pipes._deliver_batch

    def create_pipe(name: str, body: dict[str, Any]) -> Any:
        answer = create(name, body)
        if answer[0] < 400:
            complete(name, body)
        return answer

    def deliver_all(pipe: dict[str, Any], batch: Sequence[dict[str, Any]]) -> bool:
        if not targets.is_target(pipe.get("Target", "")):
            return bool(deliver_batch(pipe, batch))
        try:
            for record in batch:
                pipe_events.deliver(pipe, record)
        except targets.NotWrittenError as error:
            logger.warning("pipe %s: %s", pipe["Name"], error)
            return False
        return True

    pipes._create_pipe = create_pipe
    pipes._deliver_batch = deliver_all
    handlers.after(PATCH, "AWS::Pipes::Pipe", complete)


def complete(name: str, properties: handlers.Properties) -> None:
    """Keep what MiniStack drops, and start to read what it does not."""
    record = pipes._pipes[name]
    known = "SourceParameters" in record
    record.update({each: properties.get(each) or {} for each in KEPT})
    parameters = record["SourceParameters"].get("KinesisStreamParameters") or {}
    record["StartingPosition"] = parameters.get("StartingPosition", record["StartingPosition"])
    polled = targets.kind_of(record["Source"]) in POLLED
    if polled and targets.is_target(record["Target"]) and not known:
        PipeWorker(record, account=get_account_id(), region=get_region()).start()
