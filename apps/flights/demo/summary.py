"""What the demo found, as a file for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.flights.demo.accounting import Account
from constructs_lib.operate import ProducerReport

CONSUMER = "DelayWatch"


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Everything the demo found.

    Attributes:
        account: where every flight is.
        producer: how they were sent.
        steps: name of a step to its seconds, in order.
        pipeline_seconds: from the first record put to the last one accounted for.
    """

    account: Account
    producer: ProducerReport
    steps: Mapping[str, float]
    pipeline_seconds: float

    @property
    def records_per_second(self) -> float:
        """How fast the records went through the whole pipeline."""
        return len(self.account.sent) / self.pipeline_seconds

    def document(self) -> dict[str, Any]:
        """The numbers by name.

        Returns:
            `sent`, `delivered`, `dropped`, `failed`, `replayed`, `lost`: records; `consumers`: name to records
            received; `objects`: delivered objects; `seconds`: of the whole demo; and, for the curious, `doubled`,
            `retried`, `records_per_second` and `steps`, the seconds of each step.
        """
        account = self.account
        return {
            "sent": len(account.sent),
            "delivered": len(account.delivered_ids),
            "dropped": account.dropped,
            "failed": len(account.failed_ids),
            "replayed": 0,
            "lost": account.lost,
            "consumers": {CONSUMER: account.consumer["Handled"]},
            "objects": len(account.objects),
            "seconds": round(sum(self.steps.values()), 2),
            "doubled": account.doubled,
            "retried": self.producer.retried,
            "records_per_second": round(self.records_per_second),
            "steps": {name: round(seconds, 2) for name, seconds in self.steps.items()},
        }

    def write(self, file: Path) -> None:
        """Write the numbers as JSON."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.document(), indent=2) + "\n", encoding="utf-8")
