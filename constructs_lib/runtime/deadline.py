"""The moment at which an adapter has to stop, so that its answer still reaches the caller."""

from __future__ import annotations

MARGIN_MILLIS = 1_000
"""What is left for writing the answer and the log line; ours."""
NOT_REACHED = "not reached before the deadline"


class Deadline:
    """Says whether too little time is left to begin another record; once it has said so, it keeps to it."""

    def __init__(self, context: object, margin_millis: int) -> None:
        """Read the clock of an invocation.

        Args:
            context: Lambda's context object; one without `get_remaining_time_in_millis`, as tests use, has no deadline.
            margin_millis: how long before the function's timeout to stop.
        """
        self._remaining = getattr(context, "get_remaining_time_in_millis", None)
        self._margin = margin_millis
        self._reached = False

    @property
    def left_millis(self) -> int | None:
        """How long the invocation may still run; None where the context has no clock."""
        return None if self._remaining is None else int(self._remaining())

    @property
    def reached(self) -> bool:
        """Whether to stop."""
        if not self._reached and self._remaining is not None:
            self._reached = self._remaining() < self._margin
        return self._reached
