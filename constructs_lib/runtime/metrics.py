"""One log line per batch, in CloudWatch's embedded metric format."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol

from constructs_lib.runtime.results import Refused

DISTINCT_REASONS = 50
OTHER_REASONS = "other reasons"
EXAMPLE_CHARACTERS = 500


class LambdaContext(Protocol):
    """What the adapters use of Lambda's context object."""

    @property
    def function_name(self) -> str:
        """The function's name, which becomes the metrics' only dimension."""


class Report(Protocol):
    """Says what became of a batch."""

    def __call__(
        self, namespace: str, context: LambdaContext, counts: Mapping[str, int], properties: Mapping[str, Any], /
    ) -> None:
        """Take the arguments of `write_metrics`."""


def write_metrics(
    namespace: str, context: LambdaContext, counts: Mapping[str, int], properties: Mapping[str, Any]
) -> None:
    """Write one line that a person can read, a query can sum and CloudWatch turns into metrics.

    Args:
        namespace: of the metrics.
        context: names the function.
        counts: metric name to count.
        properties: further fields of the line, not made into metrics.

    Source: CloudWatch User Guide: embedded metric format specification.
    """
    line = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": namespace,
                    "Dimensions": [["FunctionName"]],
                    "Metrics": [{"Name": name, "Unit": "Count"} for name in counts],
                }
            ],
        },
        "FunctionName": context.function_name,
        **counts,
        **properties,
    }
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
    sys.stdout.flush()


class Reasons:
    """Counts reasons, and keeps one example of each exception.

    However many different reasons a batch brings forth, the log line stays short.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, reason: str, times: int = 1) -> None:
        """Count a reason; none where it is met no times."""
        if not times:
            return
        reason = str(reason)  # a user's function may give anything; the log line takes text
        known = reason in self._counts or len(self._counts) < DISTINCT_REASONS
        self._counts[reason if known else OTHER_REASONS] += times

    def add_exception(self, error: Exception, record: str) -> None:
        """Count an exception by its type, and keep the first one's text.

        Args:
            error: what the user's function raised, or `Refused`, which is counted by its own reason.
            record: the record's id or sequence number.
        """
        reason = error.reason if isinstance(error, Refused) else f"raised {type(error).__name__}"
        self.add(reason)
        text = text_of(error)
        if text and len(self._examples) < DISTINCT_REASONS:
            self._examples.setdefault(reason, f"{text} (record {record})")

    def as_properties(self) -> dict[str, dict[str, Any]]:
        """The fields of the log line: `reasons` (reason to count) and `examples` (reason to text), where not empty."""
        fields: dict[str, dict[str, Any]] = {"reasons": dict(self._counts), "examples": dict(self._examples)}
        return {name: field for name, field in fields.items() if field}


def text_of(error: Exception) -> str:
    """Read an exception's text; one that raises when it is read has none."""
    try:
        return str(error)[:EXAMPLE_CHARACTERS]
    except Exception:
        return ""
