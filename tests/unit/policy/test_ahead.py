"""Work in a thread: results in order, errors where they are asked for, and no thread left behind."""

from __future__ import annotations

import threading

import pytest

from constructs_lib.policy.ahead import ahead


def test_results_come_in_order_and_errors_where_they_are_asked_for() -> None:
    with ahead(lambda number: 12 // number, [3, 0, 4]) as results:
        first, failing, last = results
        assert (first(), last()) == (4, 3)
        with pytest.raises(ZeroDivisionError):
            failing()


def test_no_thread_is_left_when_the_results_are_not_asked_for() -> None:
    before = threading.active_count()
    with ahead(str, range(100)):
        pass
    assert threading.active_count() == before
