"""A buffer that is due by size or by age."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class BufferingHints:
    """When a buffer is due.

    Attributes:
        size: bytes.
        interval: seconds since the buffer's first entry.
    """

    size: int
    interval: float


class Buffer(Generic[T]):
    """Entries that wait to be handed on together."""

    def __init__(self, hints: BufferingHints) -> None:
        self.hints = hints
        self.entries: list[T] = []
        self.size = 0
        self.since = 0.0

    def add(self, entry: T, size: int, now: float) -> None:
        """Append an entry of `size` bytes."""
        if not self.entries:
            self.since = now
        self.entries.append(entry)
        self.size += size

    def fits(self, size: int) -> bool:
        """Tell whether `size` more bytes stay within the size hint; an empty buffer takes any entry."""
        return not self.entries or self.size + size <= self.hints.size

    @property
    def full(self) -> bool:
        """The size hint is reached."""
        return self.size >= self.hints.size

    def due(self, now: float) -> bool:
        """Tell whether the buffer is full or its interval is over."""
        return bool(self.entries) and (self.full or now - self.since >= self.hints.interval)


class BufferSet(Generic[K, T]):
    """One buffer per key, and those that are full and wait to be written.

    Attributes:
        active: how many keys have an open buffer.
    """

    def __init__(self, hints: BufferingHints) -> None:
        self._hints = hints
        self._open: dict[K, Buffer[T]] = {}
        self._closed: list[tuple[K, Buffer[T]]] = []

    def __contains__(self, key: K) -> bool:
        """Tell whether a key has an open buffer."""
        return key in self._open

    @property
    def active(self) -> int:
        """How many keys have an open buffer."""
        return len(self._open)

    def add(self, key: K, entry: T, size: int, now: float) -> None:
        """Append an entry of `size` bytes to its key's buffer."""
        buffer = self._open.get(key)
        if buffer is not None and not buffer.fits(size):
            self._closed.append((key, self._open.pop(key)))
            buffer = None
        if buffer is None:
            buffer = self._open[key] = Buffer(self._hints)
        buffer.add(entry, size, now)

    def write(self, into: Callable[[K, list[T]], None], now: float, *, everything: bool) -> int:
        """Hand on what is due, or everything.

        A buffer that cannot be handed on stays; the others are handed on all the same.

        Returns:
            How many buffers were handed on.

        Raises:
            Exception: the first one that `into` raised.
        """
        due = [key for key, buffer in self._open.items() if everything or buffer.due(now)]
        waiting = [*self._closed, *((key, self._open.pop(key)) for key in due)]
        self._closed = []
        problem: Exception | None = None
        for key, buffer in waiting:
            try:
                into(key, buffer.entries)
            except Exception as error:  # each buffer is tried
                problem = problem or error
                self._closed.append((key, buffer))
        if problem is not None:
            raise problem
        return len(waiting)
