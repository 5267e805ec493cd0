"""How long a test waits for what happens in another process.

Only what fails waits that long; what passes on a busy machine must not fail for the machine's sake.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE_SECONDS = 120.0


def eventually(holds: Callable[[], Any]) -> Any:
    """Wait until something holds, and give what it is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := holds()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found
