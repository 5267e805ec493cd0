"""One log line per batch, in CloudWatch's embedded metric format."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol

DISTINCT_REASONS = 50
OTHER_REASONS = "other reasons"


class LambdaContext(Protocol):
    """What the adapters use of Lambda's context object."""

    @property
    def function_name(self) -> str:
        """The function's name, which becomes the metrics' only dimension."""


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

    def add(self, reason: str) -> None:
        """Count a reason."""
        known = reason in self._counts or len(self._counts) < DISTINCT_REASONS
        self._counts[reason if known else OTHER_REASONS] += 1

    def add_exception(self, error: Exception, record: str) -> None:
        """Count an exception by its type, and keep the first one's text.

        Args:
            error: what the user's function raised.
            record: the record's id or sequence number.
        """
        reason = f"raised {type(error).__name__}"
        self.add(reason)
        if len(self._examples) < DISTINCT_REASONS:
            self._examples.setdefault(reason, f"{error} (record {record})")

    def as_properties(self) -> dict[str, dict[str, Any]]:
        """The fields of the log line: `reasons` (reason to count) and `examples` (reason to text), where not empty."""
        fields: dict[str, dict[str, Any]] = {"reasons": dict(self._counts), "examples": dict(self._examples)}
        return {name: field for name, field in fields.items() if field}
