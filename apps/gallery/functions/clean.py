"""Leaves out flights that never departed, and says which carrier each of the others belongs to."""

from __future__ import annotations

from typing import Any

from constructs_lib.runtime import Drop, Ok, Result, transform


def clean(flight: dict[str, Any]) -> Result:
    """Pass on what departed.

    Args:
        flight: `{"carrier": str, "departed": str or None, ...}`.
    """
    if flight.get("departed") is None:
        return Drop("never departed")
    return Ok(flight, {"carrier": flight["carrier"]})


handler = transform(clean, keys=["carrier"])
