from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from apps.flights.demo import steps
from apps.flights.demo.accounting import read_counts, read_failures, read_lake
from apps.flights.events import read_events
from apps.flights.functions.delay_watch.index import watch
from apps.flights.functions.transform.index import clean, flight_id
from constructs_lib.local import LocalAws
from constructs_lib.runtime import Ok

pytestmark = pytest.mark.e2e

COUNT = 2_000
BAD_TRANSFORMS = {
    "raises": """
def handler(event, context):
    raise RuntimeError("no good")
""",
    "answers an id twice": """
def handler(event, context):
    records = [{"recordId": r["recordId"], "result": "Ok", "data": r["data"]} for r in event["records"]]
    return {"records": records + records[:1]}
""",
    "leaves an id out": """
def handler(event, context):
    records = [{"recordId": r["recordId"], "result": "Ok", "data": r["data"]} for r in event["records"]]
    return {"records": records[1:]}
""",
    "answers more than the limit": """
def handler(event, context):
    big = "QUFB" * 200_000
    return {"records": [{"recordId": r["recordId"], "result": "Ok", "data": big} for r in event["records"]]}
""",
}


def test_every_flight_is_delivered_or_refused_and_the_consumer_has_seen_it(aws, pipeline):
    events = list(read_events(COUNT))
    before = read_counts(aws.client("logs"), pipeline.consumer_log)
    report = steps.send(aws, pipeline, events)
    steps.wait(aws)
    account = steps.account(aws, pipeline, events, report)

    good = {flight_id(event) for event in events if isinstance(clean(event), Ok)}
    assert account.sent & account.delivered_ids == good
    assert account.sent & account.failed_ids == account.sent - good
    assert {one.reason for one in account.failed if one.id in account.sent} == {"never departed"}
    assert (account.lost, account.doubled) == (0, 0)
    seen = account.consumer - before
    assert seen["Handled"] == COUNT
    for word in ("Late", "Cancelled"):
        assert seen[word] == sum(watch(event) == word for event in events)


@pytest.mark.parametrize("behaviour", BAD_TRANSFORMS)
def test_no_record_of_a_bad_transform_vanishes(aws, pipeline, transform, behaviour):
    position = list(BAD_TRANSFORMS).index(behaviour)
    events = list(islice(read_events(), COUNT + 100 * position, COUNT + 100 * (position + 1)))
    transform.become(BAD_TRANSFORMS[behaviour])
    assert steps.send(aws, pipeline, events).unsent == ()
    steps.wait(aws)
    sent = {flight_id(event) for event in events}
    failed = read_failures(aws.client("s3"), pipeline.failures)
    assert sent <= {flight.id for flight in failed}
    assert {flight.error for flight in failed if flight.id in sent}.isdisjoint({"Lambda.ProcessingFailedStatus"})
    assert not any(sent & set(one.flights) for one in read_lake(aws.client("s3"), pipeline.lake))


class Transform:
    """The deployed transform, whose code can be exchanged."""

    def __init__(self, client: Any, assembly: Path) -> None:
        self._client = client
        self._assembly = assembly
        names = [function["FunctionName"] for function in client.list_functions()["Functions"]]
        (self._name,) = (name for name in names if "CleanFunction" in name)

    def become(self, source: str) -> None:
        """Replace the handler."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            files.writestr("index.py", source)
        self._update(archive.getvalue())

    def become_itself(self) -> None:
        """Bring the deployed asset back."""
        (asset,) = (folder for folder in self._assembly.glob("asset.*") if "clean" in (folder / "index.py").read_text())
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            for file in asset.rglob("*"):
                files.write(file, file.relative_to(asset))
        self._update(archive.getvalue())

    def _update(self, archive: bytes) -> None:
        self._client.update_function_code(FunctionName=self._name, ZipFile=archive)
        self._client.get_waiter("function_updated_v2").wait(FunctionName=self._name)


@pytest.fixture
def transform(aws: LocalAws, assembly: Path) -> Iterator[Transform]:
    deployed = Transform(aws.client("lambda"), assembly)
    yield deployed
    deployed.become_itself()
