from __future__ import annotations

import pytest

from apps.flights.functions.delay_watch.index import watch


@pytest.mark.parametrize(
    ("dep_time", "dep_delay", "word"),
    [("NA", "NA", "Cancelled"), ("517", "60", None), ("517", "61", "Late"), ("517", "-3", None)],
)
def test_late_and_cancelled_flights_are_counted(dep_time, dep_delay, word):
    assert watch({"dep_time": dep_time, "dep_delay": dep_delay}) == word
