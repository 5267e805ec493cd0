"""Do in a thread what needs no Python, while this one goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def ahead(work: Callable[[T], R], items: Sequence[T], *, beside: bool = True) -> Iterator[Iterator[Callable[[], R]]]:
    """Work on one item after another in a thread that has ended when the context ends.

    Args:
        work: gains from this as far as it runs outside of Python, as the template model and the schema engine do.
        items: to work on.
        beside: in a thread; what a thread lets go of in between, nothing else can use, so that large items take less
            memory one after another in this thread.

    Yields:
        For each item, in order and when it is done, a function that gives the result or raises what `work` raised.
    """
    if not (items and beside):
        yield (outcome(work, item) for item in items)
        return
    done: SimpleQueue[Callable[[], R]] = SimpleQueue()

    def work_on_all() -> None:
        for item in items:
            done.put(outcome(work, item))

    thread = threading.Thread(target=work_on_all)
    thread.start()
    try:
        yield (done.get() for _ in items)
    finally:
        thread.join()


def outcome(work: Callable[[T], R], item: T) -> Callable[[], R]:
    """Work on one item, and keep what comes of it."""
    try:
        result = work(item)
    except BaseException as error:
        failure = error

        def fail() -> R:
            raise failure

        return fail
    return lambda: result
