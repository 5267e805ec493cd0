"""Call a transform in this process."""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
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
            get_remaining_time_in_millis=lambda: MILLISECONDS_LEFT,
        )
        self.problem = ""
        printed = StringIO()
        try:
            with redirect_stdout(printed):
                return json.loads(json.dumps(self._handler(json.loads(json.dumps(event)), context)))
        except Exception as error:
            self.problem = f"The handler raised {type(error).__name__}: {error}"
            raise FunctionFailure(self.problem) from error
        finally:
            self._read(printed.getvalue())

    def _read(self, printed: str) -> None:
        """Keep the reasons out of the metrics that `constructs_lib.runtime` prints, and print all else."""
        for line in printed.splitlines(keepends=True):
            metrics = metrics_of(line)
            if metrics is None:
                sys.stdout.write(line)
            elif metrics.get("reasons") and not self.problem:
                self.problem = f"The handler says: {'; '.join(reasons_of(metrics))}"


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
