from __future__ import annotations

import base64
import gzip
import json
from collections import Counter

import pytest

from apps.flights.demo.accounting import Account, FailedFlight, LakeObject, failed_flight, lake_object
from apps.flights.demo.summary import Summary
from apps.flights.events import encode_event, read_events
from apps.flights.functions.transform.index import clean, flight_id
from constructs_lib.operate import ProducerReport
from constructs_lib.runtime import Ok
from constructs_lib.runtime.codec import to_json_line

KEY = "flights/carrier=UA/day=2013-01-19/1.gz"


def account(*, sent: str, delivered: str, failed: str = "", dropped: int = 0, handled: int | None = None) -> Account:
    """An account of flights named by single letters."""
    return Account(
        sent=frozenset(sent),
        objects=(LakeObject(KEY, 1, Counter(delivered)),),
        failed=tuple(FailedFlight(one, "Lambda.ProcessingFailedStatus", "never departed") for one in failed),
        transform=Counter(Dropped=dropped),
        consumer=Counter(Handled=len(sent) if handled is None else handled),
    )


@pytest.mark.parametrize(
    "found",
    [
        account(sent="abc", delivered="ab", failed="c"),
        account(sent="abc", delivered="a", failed="c", dropped=1),
        account(sent="ab", delivered="aab"),
        account(sent="ab", delivered="ab", handled=3),
    ],
    ids=["delivered or failed", "one dropped", "one delivered twice", "one handled twice"],
)
def test_an_account_with_every_flight_in_one_place_has_no_problems(found):
    assert (found.lost, found.problems) == (0, ())


@pytest.mark.parametrize(
    ("found", "problems"),
    [
        (
            account(sent="abc", delivered="a", failed="c"),
            ("1 flights are nowhere", "3 were sent, but 2 are delivered, dropped or failed"),
        ),
        (account(sent="abc", delivered="abc", failed="c"), ("3 were sent, but 4 are delivered, dropped or failed",)),
        (account(sent="ab", delivered="abc"), ("2 were sent, but 3 are delivered, dropped or failed",)),
        (account(sent="ab", delivered="ab", handled=1), ("2 were sent, but the consumer saw 1",)),
    ],
    ids=["one nowhere", "one in two places", "one from nowhere", "one unseen"],
)
def test_what_does_not_add_up_is_named(found, problems):
    assert found.problems == problems


def test_a_flight_delivered_twice_is_counted_once_and_named_as_doubled():
    found = account(sent="ab", delivered="aab")
    assert (len(found.delivered_ids), found.doubled) == (2, 1)


def test_delivered_flights_are_read_out_of_their_object():
    result = next(result for result in map(clean, read_events()) if isinstance(result, Ok))
    key = f"flights/carrier={result.keys['carrier']}/day={result.keys['day']}/1.gz"
    body = gzip.compress(to_json_line(result.value) * 2)
    found = lake_object(key, body)
    assert found.flights == {result.value["id"]: 2}
    assert found.carrier == result.keys["carrier"]
    with pytest.raises(ValueError, match="lies in a partition that is not its own"):
        lake_object(KEY.replace("UA", "ZZ"), body)


@pytest.mark.parametrize(("dep_time", "reason"), [("NA", "never departed"), ("517", "out of memory")])
def test_a_failed_record_carries_the_transforms_reason_or_else_firehoses(dep_time, reason):
    event = {**next(read_events(1)), "dep_time": dep_time}
    document = {
        "rawData": base64.b64encode(encode_event(event)).decode(),
        "errorCode": "Lambda.FunctionError",
        "errorMessage": "out of memory",
    }
    assert failed_flight(document) == FailedFlight(flight_id(event), "Lambda.FunctionError", reason)


def test_the_summary_names_what_outside_checks_read(tmp_path):
    summary = Summary(
        account=account(sent="abc", delivered="ab", failed="c"),
        producer=ProducerReport(sent=3),
        steps={"send": 1.0, "wait": 2.0},
        pipeline_seconds=3.0,
    )
    summary.write(tmp_path / "demo" / "summary.json")
    written = json.loads((tmp_path / "demo" / "summary.json").read_text())
    assert written == {
        "sent": 3, "delivered": 2, "dropped": 0, "failed": 1, "replayed": 0, "lost": 0, "consumers": {"DelayWatch": 3},
        "objects": 1, "seconds": 3.0, "doubled": 0, "retried": 0, "records_per_second": 1,
        "steps": {"send": 1.0, "wait": 2.0},
    }  # fmt: skip
