"""The flights pipeline under the assertions that users have for their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest
from aws_cdk import App
from aws_cdk import aws_sns as sns

from apps.flights.events import read_events
from apps.flights.functions.transform.index import MISSING, NEVER_DEPARTED, scheduled_day
from apps.flights.stack import FlightsStack
from constructs_lib.cdk import AlarmSettings, PipelineMonitoring
from constructs_lib.policy import Severity
from constructs_lib.testing import (
    NotCompliant,
    assert_alarms_can_fire,
    assert_compliant,
    assert_delivers,
    assert_safe_update,
)
from constructs_lib.testing.releases import Releases

RELEASES = Path(__file__).resolve().parents[3] / "apps" / "flights" / "releases"
FLIGHTS = 200


def build() -> App:
    app = App()
    FlightsStack(app, "Flights")
    return app


def renamed() -> App:
    app = App()
    FlightsStack(app, "Flights").node.find_child("Flights").node.default_child.override_logical_id("Departures")
    return app


def watched() -> App:
    app = App()
    stack = FlightsStack(app, "Flights")
    told = AlarmSettings(targets=[sns.Topic(stack, "Operators")])
    parts = stack.node
    PipelineMonitoring(
        stack, "Monitoring", streams=[parts.find_child("Flights")], deliveries=[parts.find_child("ToLake")], alarms=told
    )
    return app


@pytest.fixture
def flights(kinesis_synth) -> Path:
    return kinesis_synth(build)["Flights"]


@pytest.fixture
def release(kinesis_synth, request) -> Releases:
    """The template that was released last; --kinesis-release-update stores it."""
    update = request.config.getoption("--kinesis-release-update")
    return Releases(RELEASES, lambda: kinesis_synth(build), update=update)


def events(*, departed: bool) -> Iterator[Mapping[str, str]]:
    return (event for event in read_events() if (event["dep_time"] != MISSING) is departed)


def keys(event: Mapping[str, str]) -> dict[str, str]:
    return {"carrier": event["carrier"], "day": scheduled_day(event)}


def test_the_policy_and_the_schemas_of_aws_are_kept(flights):
    assert_compliant(flights, fail_on=Severity.WARNING, schema=True)


def test_flights_arrive_under_their_carrier_and_day(flights):
    departed = list(islice(events(departed=True), FLIGHTS))
    delivered = assert_delivers(flights, departed, to="flights/carrier=", keys=[keys(event) for event in departed])
    assert len(delivered) == FLIGHTS
    assert all(key.endswith(".jsonl.gz") for key in delivered)


def test_a_flight_that_never_departed_is_kept_with_its_reason(flights):
    (cancelled,) = islice(events(departed=False), 1)
    with pytest.raises(NotCompliant, match=f"error DLV001 record-is-delivered(.|\n)*{NEVER_DEPARTED}"):
        assert_delivers(flights, [cancelled])


def test_an_update_from_the_last_release_loses_nothing(flights, release):
    assert_safe_update(release("Flights"), flights)


def test_an_update_that_replaces_the_stream_would_be_seen(flights, kinesis_synth):
    with pytest.raises(NotCompliant, match="UPD001 stream-is-replaced"):
        assert_safe_update(flights, kinesis_synth(renamed)["Flights"])


def test_alarms_over_the_pipeline_wake_somebody_and_take_nothing_away(flights, kinesis_synth):
    monitored = kinesis_synth(watched)["Flights"]
    assert_alarms_can_fire(monitored)
    assert_safe_update(flights, monitored)
    with pytest.raises(AssertionError, match="has no alarm on a stream"):
        assert_alarms_can_fire(flights)
