"""Call a transform in this process."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from types import SimpleNamespace
from typing import Any

from constructs_lib.simulation import FunctionFailure
from constructs_lib.testing.handlers import Handler

METRICS = "_aws"
"""The member that tells a line of embedded metrics from what else a function prints."""
MILLISECONDS_LEFT = 60_000


class InProcess:
    """Calls the handler, whatever the ARN.

    Attributes:
        problem: what the handler raised, or what its log says of the records it failed; Firehose writes down neither.
        keys: the names of the partition keys that it answered last.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.problem = ""
        self.keys: list[str] = []

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        """Call the handler as Lambda does: with JSON, both ways.

        Raises:
            FunctionFailure: the handler raised, or its answer is no JSON.
        """
        context = SimpleNamespace(
            function_name="samples",
            invoked_function_arn=function_arn,
            aws_request_id="samples",
            get_remaining_time_in_millis=lambda: MILLISECONDS_LEFT,
        )
        self.problem, self.keys = "", []
        with listening() as reasons:
            try:
                answer = json.loads(json.dumps(self._handler(json.loads(json.dumps(event)), context)))
            except Exception as error:
                self.problem = f"The handler raised {type(error).__name__}: {error}"
                raise FunctionFailure(self.problem) from error
        if reasons:
            self.problem = f"The handler says: {'; '.join(reasons)}"
        self.keys = keys_in(answer)
        return answer


@contextmanager
def listening() -> Iterator[list[str]]:
    """Keep the reasons out of the metrics that `constructs_lib.runtime` prints, and print all else."""
    printed, reasons = StringIO(), list[str]()
    try:
        with redirect_stdout(printed):
            yield reasons
    finally:
        for line in printed.getvalue().splitlines(keepends=True):
            metrics = metrics_of(line)
            if metrics is None:
                sys.stdout.write(line)
            elif metrics.get("reasons"):
                reasons += reasons_of(metrics)


def keys_in(answer: Any) -> list[str]:
    """Name the partition keys of an answer, as far as it has the form of one."""
    records = answer.get("records") if isinstance(answer, dict) else None
    metadata = [each.get("metadata") for each in records or () if isinstance(each, dict)]
    found = [each.get("partitionKeys") for each in metadata if isinstance(each, dict)]
    return sorted({key for keys in found if isinstance(keys, dict) for key in keys})


def metrics_of(line: str) -> dict[str, Any] | None:
    """Read a line of embedded metrics; `None` where it is something else."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and METRICS in found else None


def reasons_of(metrics: dict[str, Any]) -> list[str]:
    """Write the reasons for which records failed, each with its text but without the id of the record."""
    texts = {reason: text.rpartition(" (record ")[0] for reason, text in metrics.get("examples", {}).items()}
    return [f"{reason}: {texts[reason]}" if texts.get(reason) else reason for reason in metrics["reasons"]]
