"""What a consumer remembers of the events it has handled."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Protocol, TypeVar

Outcome = TypeVar("Outcome")


class InProgress(Exception):
    """Another invocation is handling the event, or died while it did; the record is to be tried again later."""


class EventStore(Protocol):
    """Remembers events by id, for as long as they may come again.

    Calls come from several threads where a consumer has several workers.
    """

    def claim(self, event_id: str, lease_millis: int | None) -> bool:
        """Begin with an event.

        Args:
            event_id: unique to it.
            lease_millis: how long this invocation may still run, after which the claim is worth nothing; None where
                that is not known.

        Returns:
            False where it was handled before.

        Raises:
            InProgress: it was claimed, and neither completed nor released; a store lets such a claim expire.
        """

    def complete(self, event_id: str) -> None:
        """Remember that a claimed event was handled."""

    def release(self, event_id: str) -> None:
        """Forget a claimed event whose function raised."""


class MemoryStore:
    """Remembers events until the process ends: for tests, not for a function that runs more than once."""

    def __init__(self) -> None:
        self._completed: dict[str, bool] = {}
        self._lock = Lock()

    def claim(self, event_id: str, lease_millis: int | None) -> bool:  # noqa: ARG002 - dies with the process
        """Begin with an event."""
        with self._lock:
            if event_id not in self._completed:
                self._completed[event_id] = False
                return True
            if self._completed[event_id]:
                return False
        raise InProgress(f"event {event_id} is being handled")

    def complete(self, event_id: str) -> None:
        """Remember that a claimed event was handled."""
        with self._lock:
            self._completed[event_id] = True

    def release(self, event_id: str) -> None:
        """Forget a claimed event."""
        with self._lock:
            self._completed.pop(event_id, None)


def once(
    store: EventStore, event_id: str, handle: Callable[[], Outcome], *, lease_millis: int | None, repeated: str
) -> Outcome | str:
    """Handle an event unless it was handled before.

    Args:
        store: remembers it.
        event_id: its name there.
        handle: handles it; where it raises, the event is released and may come again.
        lease_millis: how long this invocation may still run.
        repeated: what to return where the event was handled before.
    """
    if not store.claim(event_id, lease_millis):
        return repeated
    try:
        outcome = handle()
    except Exception:
        store.release(event_id)
        raise
    store.complete(event_id)
    return outcome
