"""Repairs orders of which an old producer wrote the amount as text."""

from __future__ import annotations

import json


def transform(record: bytes) -> bytes | None:
    """Write the amount as a number; drop what is no order."""
    order = json.loads(record)
    if "amount" not in order:
        return None
    order["amount"] = float(order["amount"])
    return json.dumps(order).encode()
