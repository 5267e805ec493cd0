"""Counts flights that left late."""

from __future__ import annotations

from typing import Any

from constructs_lib.runtime import consumer

LATE_AFTER_MINUTES = 60


def watch(flight: dict[str, Any]) -> str | None:
    """Name what is counted.

    Args:
        flight: `{"delay": int, ...}`, in minutes.
    """
    return "Late" if flight.get("delay", 0) > LATE_AFTER_MINUTES else None


handler = consumer(watch)
