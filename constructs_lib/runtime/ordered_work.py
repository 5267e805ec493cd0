"""Work in parallel that keeps the order of every key, and stops at the first failure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock


def work_in_order(keys: Sequence[str], work: Callable[[int], bool], workers: int) -> int | None:
    """Work through numbered units.

    Units of one key are worked on one after the other, in their order; those of different keys side by side. Once a
    unit fails, none after it is begun. Those before it are all worked on, whatever thread they are in, so everything
    below the number returned is done.

    Args:
        keys: the key of each unit.
        work: takes a unit's number; returns whether it went well, and does not raise.
        workers: threads; with one, all units are worked on in their order, in the thread of the caller.

    Returns:
        The lowest number that failed, or None.
    """
    first_failure = len(keys)
    lock = Lock()

    def run(numbers: Sequence[int]) -> None:
        nonlocal first_failure
        for number in numbers:
            if number > first_failure:
                return
            if not work(number):
                with lock:
                    first_failure = min(first_failure, number)
                return

    if workers == 1:
        run(range(len(keys)))
    else:
        from concurrent.futures import ThreadPoolExecutor  # a cold start pays only for what it uses

        lanes: dict[str, list[int]] = {}
        for number, key in enumerate(keys):
            lanes.setdefault(key, []).append(number)
        with ThreadPoolExecutor(workers) as pool:
            for done in [pool.submit(run, lane) for lane in lanes.values()]:
                done.result()
    return first_failure if first_failure < len(keys) else None
