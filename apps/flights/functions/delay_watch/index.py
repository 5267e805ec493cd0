"""Count the flights that left late and those that never left, as they come in."""

from __future__ import annotations

import os
from collections.abc import Mapping

from constructs_lib.runtime import consumer

LATE_AFTER_MINUTES = int(os.environ.get("LATE_AFTER_MINUTES", "60"))


def watch(event: Mapping[str, str]) -> str | None:
    """Say whether one flight is to be counted as `Cancelled` or as `Late`."""
    if event["dep_time"] == "NA":
        return "Cancelled"
    return "Late" if int(event["dep_delay"]) > LATE_AFTER_MINUTES else None


handler = consumer(watch)
