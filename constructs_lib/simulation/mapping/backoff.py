"""How long to wait before a retry."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double up to a bound (assumed: Lambda does not document its own).

    Attributes:
        first: seconds before the first retry.
        longest: seconds.
    """

    first: float = 0.1
    longest: float = 10.0

    def before(self, retry: int) -> float:
        """Seconds to wait before the given retry, counted from 1."""
        return min(self.longest, math.ldexp(self.first, min(retry - 1, 32)))
