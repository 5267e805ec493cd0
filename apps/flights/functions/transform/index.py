"""Parse, type and enrich a flight as the airline reported it; refuse what never departed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from constructs_lib.runtime import Fail, Ok, Result, transform

MISSING = "NA"
NEVER_DEPARTED = "never departed"
ON_TIME_BELOW_MINUTES = 15  # the Bureau of Transportation Statistics counts a flight as late from 15 minutes on
VERY_LATE_FROM_MINUTES = 60


def clean(event: Mapping[str, str]) -> Result:
    """Make a typed flight of one event, to be delivered by carrier and by the day it was scheduled for.

    Args:
        event: the columns of the source by name, all text, `NA` where the airline reported nothing.
    """
    if event["dep_time"] == MISSING:
        return Fail(NEVER_DEPARTED)
    scheduled = scheduled_departure(event)
    delay_minutes = int(event["dep_delay"])
    distance_miles = int(event["distance"])
    air_minutes = number(event["air_time"])
    flight = {
        "id": flight_id(event),
        "carrier": event["carrier"],
        "flight": int(event["flight"]),
        "tail_number": None if event["tailnum"] == MISSING else event["tailnum"],
        "origin": event["origin"],
        "destination": event["dest"],
        "route": f"{event['origin']}-{event['dest']}",
        "scheduled_departure": scheduled.isoformat(),
        "departure": (scheduled + timedelta(minutes=delay_minutes)).isoformat(),
        "departure_delay_minutes": delay_minutes,
        "departure_delay": delay_class(delay_minutes),
        "scheduled_arrival_local": clock_time(event["sched_arr_time"]),
        "arrival_local": clock_time(event["arr_time"]),
        "arrival_delay_minutes": number(event["arr_delay"]),
        "distance_miles": distance_miles,
        "air_minutes": air_minutes,
        "average_mph": round(distance_miles / air_minutes * 60) if air_minutes else None,
    }
    return Ok(flight, {"carrier": event["carrier"], "day": scheduled_day(event)})


def flight_id(event: Mapping[str, str]) -> str:
    """Name a flight: scheduled day and time, carrier, flight number, airport. Unique in the whole year."""
    time = clock_time(event["sched_dep_time"])
    return f"{scheduled_day(event)}T{time} {event['carrier']}{event['flight']} {event['origin']}"


def scheduled_day(event: Mapping[str, str]) -> str:
    """The New York day the flight was scheduled for, as `2013-01-19`."""
    return f"{event['year']}-{int(event['month']):02}-{int(event['day']):02}"


def scheduled_departure(event: Mapping[str, str]) -> datetime:
    """The moment of the scheduled departure in UTC; the source gives the hour in UTC and the minute apart."""
    return datetime.fromisoformat(event["time_hour"]) + timedelta(minutes=int(event["minute"]))


def delay_class(minutes: int) -> str:
    """Put a departure delay, negative where early, into words."""
    if minutes < 0:
        return "early"
    if minutes < ON_TIME_BELOW_MINUTES:
        return "on time"
    return "late" if minutes < VERY_LATE_FROM_MINUTES else "very late"


def clock_time(text: str) -> str | None:
    """Read `517` as `05:17`, and the source's `2400` as `00:00`."""
    if text == MISSING:
        return None
    hour, minute = divmod(int(text), 100)
    return f"{hour % 24:02}:{minute:02}"


def number(text: str) -> int | None:
    """Read a whole number that may be missing."""
    return None if text == MISSING else int(text)


handler = transform(clean, keys=("carrier", "day"))
