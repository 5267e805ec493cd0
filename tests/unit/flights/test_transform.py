from __future__ import annotations

from typing import Any

import pytest

from apps.flights.events import read_events
from apps.flights.functions.transform.index import clean, clock_time, delay_class
from constructs_lib.runtime import Fail, Ok

FLIGHT = {
    "year": "2013", "month": "1", "day": "1", "dep_time": "517", "sched_dep_time": "515", "dep_delay": "2",
    "arr_time": "830", "sched_arr_time": "819", "arr_delay": "11", "carrier": "UA", "flight": "1545",
    "tailnum": "N14228", "origin": "EWR", "dest": "IAH", "air_time": "227", "distance": "1400", "hour": "5",
    "minute": "15", "time_hour": "2013-01-01T10:00:00Z",
}  # fmt: skip


def cleaned(**changes: str) -> dict[str, Any]:
    result = clean({**FLIGHT, **changes})
    assert isinstance(result, Ok)
    value: dict[str, Any] = result.value
    return value


def test_a_flight_is_typed_enriched_and_keyed_by_carrier_and_day():
    assert clean(FLIGHT) == Ok(
        {
            "id": "2013-01-01T05:15 UA1545 EWR",
            "carrier": "UA",
            "flight": 1545,
            "tail_number": "N14228",
            "origin": "EWR",
            "destination": "IAH",
            "route": "EWR-IAH",
            "scheduled_departure": "2013-01-01T10:15:00+00:00",
            "departure": "2013-01-01T10:17:00+00:00",
            "departure_delay_minutes": 2,
            "departure_delay": "on time",
            "scheduled_arrival_local": "08:19",
            "arrival_local": "08:30",
            "arrival_delay_minutes": 11,
            "distance_miles": 1400,
            "air_minutes": 227,
            "average_mph": 370,
        },
        {"carrier": "UA", "day": "2013-01-01"},
    )


def test_what_never_departed_is_refused():
    assert clean({**FLIGHT, "dep_time": "NA", "dep_delay": "NA"}) == Fail("never departed")


def test_what_the_airline_left_out_is_null():
    flight = cleaned(tailnum="NA", arr_time="NA", arr_delay="NA", air_time="NA")
    missing = {name for name, value in flight.items() if value is None}
    assert missing == {"tail_number", "arrival_local", "arrival_delay_minutes", "air_minutes", "average_mph"}


def test_a_departure_after_midnight_is_on_the_next_day_but_keyed_by_the_scheduled_one():
    result = clean({**FLIGHT, "sched_dep_time": "2359", "minute": "59", "time_hour": "2013-01-02T04:00:00Z",
                    "dep_time": "42", "dep_delay": "43"})  # fmt: skip
    assert isinstance(result, Ok)
    assert result.value["departure"] == "2013-01-02T05:42:00+00:00"
    assert result.keys["day"] == "2013-01-01"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-1, "early"), (0, "on time"), (14, "on time"), (15, "late"), (59, "late"), (60, "very late")],
)
def test_delays_have_classes(minutes, words):
    assert delay_class(minutes) == words


@pytest.mark.parametrize(("text", "time"), [("NA", None), ("1", "00:01"), ("517", "05:17"), ("2400", "00:00")])
def test_the_sources_times_become_clock_times(text, time):
    assert clock_time(text) == time


def test_every_real_flight_is_delivered_or_refused_for_a_reason():
    results = [clean(event) for event in read_events()]
    assert sum(isinstance(result, Ok) for result in results) == 18_666
    assert sum(result == Fail("never departed") for result in results) == 1_334
