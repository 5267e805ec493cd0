"""The handler of an event source mapping with a tumbling window, made of a step per record and a last step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from constructs_lib.runtime.codec import from_json
from constructs_lib.runtime.deadline import MARGIN_MILLIS, NOT_REACHED, Deadline
from constructs_lib.runtime.kinesis_consumer import FAILED, HANDLED, units_of
from constructs_lib.runtime.metrics import LambdaContext, Reasons, Report, write_metrics

NAMESPACE = "KinesisConstructs/Window"
FINISHED = "Finished"
STATE_NOT_AN_OBJECT = "the state of a window is a dict, so that JSON has an object for it"

State: TypeAlias = dict[str, Any]
Decoded = TypeVar("Decoded")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time over one shard.

    Attributes:
        start: when it opened, as `2020-12-09T07:04:00Z`.
        end: when it closes.
        shard_id: of the stream.
        terminated_early: whether its state outgrew 1 MB, so that what comes later in the same stretch is counted in
            another state.
    """

    start: str
    end: str
    shard_id: str
    terminated_early: bool


def window_consumer(
    each: Callable[[State, Decoded], State],
    *,
    finish: Callable[[State, Window], None],
    decode: Callable[[bytes], Decoded] = from_json,
    deaggregate: bool = False,
    deadline_millis: int = MARGIN_MILLIS,
    report: Report = write_metrics,
) -> Callable[[Mapping[str, Any], LambdaContext], dict[str, Any]]:
    """Make a Lambda handler that carries a state through a tumbling window.

    Where `each` raises, the handler stops, reports the record, and answers with the state as it was before it, so no
    record is counted twice by a later try of the mapping (assumed: Lambda hands the answered state to that try; the
    guide does not say). Where `finish` raises, the invocation fails, and Lambda holds the shard until it succeeds.

    The mapping needs `TumblingWindowInSeconds`, and `ReportBatchItemFailures`, or a failure is ignored.

    Example:
        >>> def total(state: dict[str, float], order: dict[str, float]) -> dict[str, float]:
        ...     return {"sum": state.get("sum", 0) + order["price"]}
        >>> handler = window_consumer(total, finish=lambda state, window: print(window.end, state))

    Args:
        each: the state so far, `{}` at first, and a decoded record; returns the state after it. It may change the state
            in place only if it does so at its end, where nothing can raise any more.
        finish: the last state of a window, and the window; called once per shard, also for a window without records.
        decode: the record's bytes to what `each` takes.
        deaggregate: whether records that the Kinesis Producer Library packed are unpacked.
        deadline_millis: how long before the function's timeout no record but the first is begun any more.
        report: takes the counts (metrics `Handled`, `Failed`, `Finished`) and reasons of each batch.

    Returns:
        A handler. Its event is that of a consumer with `window`, `state`, `shardId`, `isFinalInvokeForWindow` and
        `isWindowTerminatedEarly`; its answer `{"state": {...}, "batchItemFailures": [...]}`. JSON may hold at most 1 MB
        of state; with more Lambda ends the window early.

    Source: Lambda Developer Guide: implementing stateful Kinesis Data Streams processing in Lambda, read 2026-11-21;
    limit esm-tumbling-window-state.
    """

    def handler(event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        deadline = Deadline(context, deadline_millis)
        counts, reasons = Counter({HANDLED: 0, FAILED: 0, FINISHED: 0}), Reasons()
        state: State = dict(event.get("state") or {})
        failures = []
        for number, record in enumerate(event.get("Records", ())):
            if number and deadline.reached:
                reasons.add(NOT_REACHED)
                failures.append(record["kinesis"]["sequenceNumber"])
                break
            try:
                state = after(state, record)
            except Exception as error:
                counts[FAILED] += 1
                reasons.add_exception(error, record["kinesis"]["sequenceNumber"])
                failures.append(record["kinesis"]["sequenceNumber"])
                break
            counts[HANDLED] += 1
        if event.get("isFinalInvokeForWindow") and not failures:
            finish(state, window_of(event))
            counts[FINISHED] += 1
        report(NAMESPACE, context, counts, reasons.as_properties())
        return {"state": state, "batchItemFailures": [{"itemIdentifier": number} for number in failures]}

    def after(state: State, record: Mapping[str, Any]) -> State:
        for unit in units_of(record, deaggregate):
            if unit.data is None:
                raise ValueError("data is not base64")
            state = each(state, decode(unit.data))
            if not isinstance(state, dict):
                raise TypeError(STATE_NOT_AN_OBJECT)
        return state

    return handler


def window_of(event: Mapping[str, Any]) -> Window:
    """Read the window of an event."""
    window = event["window"]
    return Window(window["start"], window["end"], event["shardId"], bool(event.get("isWindowTerminatedEarly")))
