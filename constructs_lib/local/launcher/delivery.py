"""Temporary."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Nothing yet."""


def status(account: str, region: str) -> dict[str, Any]:
    """Nothing yet."""
    return {}
