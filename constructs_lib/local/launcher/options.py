"""What the parent tells the launcher, through the environment."""

from __future__ import annotations

import json
import os

INSTANCE_VARIABLE = "KINESIS_CONSTRUCTS_INSTANCE"
INTERVAL_CAP_VARIABLE = "KINESIS_CONSTRUCTS_INTERVAL_CAP"
ENDPOINTS_VARIABLE = "KINESIS_CONSTRUCTS_ENDPOINTS"
DEFAULT_INTERVAL_CAP_SECONDS = 2.0
ANSWER_SECONDS = 5.0


def instance() -> str:
    """Name this local AWS."""
    return os.environ.get(INSTANCE_VARIABLE, "")


def interval_cap() -> float:
    """Give the longest time in seconds that a delivery stream buffers here, whatever its hints say."""
    return float(os.environ.get(INTERVAL_CAP_VARIABLE, DEFAULT_INTERVAL_CAP_SECONDS))


def stand_ins() -> dict[str, str]:
    """Give the URL on this machine that stands in for each HTTP endpoint."""
    found: dict[str, str] = json.loads(os.environ.get(ENDPOINTS_VARIABLE) or "{}")
    return found
