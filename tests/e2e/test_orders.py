"""Consumers, destinations and writers of one stack, deployed by the CDK CLI: every order arrives, or is kept."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from constructs_lib.local import LocalAws, contents
from constructs_lib.local.deploy import bootstrap, deploy
from constructs_lib.operate.failures.bucket import FailureBucket, Location
from constructs_lib.operate.failures.record import FailedRecord, Kind, Payload
from tests.e2e.orders.app import API_KEY, ENDPOINT, SOURCE, synthesize
from tests.integration.local.endpoint import Endpoint, Received, Reply, served
from tests.patience import PATIENCE_SECONDS, eventually

pytestmark = pytest.mark.e2e

SHOPS = ("north", "south")


@dataclass
class Door:
    """The endpoint's behaviour: the first try of every other request fails, and all of them while it is shut."""

    shut: bool = False
    tries: Counter[str] = field(default_factory=Counter)

    def __call__(self, request: Received) -> Reply:
        self.tries[request.id] += 1
        if self.shut:
            return Reply(503, {"errorMessage": "shut"})
        odd = len(self.tries) % 2 == 1
        return Reply(500) if odd and self.tries[request.id] == 1 else Reply()


@dataclass(frozen=True)
class Lab:
    aws: LocalAws
    endpoint: Endpoint
    door: Door
    outputs: dict[str, str]

    def put(self, *orders: dict[str, Any]) -> None:
        records = [{"Data": json.dumps(order).encode(), "PartitionKey": order["shop"]} for order in orders]
        answer = self.aws.client("kinesis").put_records(StreamName=self.outputs["Stream"], Records=records)
        assert answer["FailedRecordCount"] == 0

    def objects(self, output: str, prefix: str = "") -> dict[str, bytes]:
        bucket = self.outputs[output]
        found = contents.objects(self.aws, bucket, prefix)
        return {one["Key"]: contents.read_object(self.aws, bucket, one["Key"]) for one in found}

    def lines(self, output: str, prefix: str = "") -> list[str]:
        return [line for body in self.objects(output, prefix).values() for line in body.decode().splitlines() if line]

    def failures(self, kind: Kind) -> list[dict[str, Any]]:
        bucket = FailureBucket(self.aws.client("s3"), Location(self.outputs["Failed"], ""))
        records = [one for each in bucket.objects() for one in bucket.read(each) if isinstance(one, FailedRecord)]
        return [
            json.loads(one.content.data) for one in records if one.kind == kind and isinstance(one.content, Payload)
        ]

    def counts(self, output: str) -> dict[str, Any]:
        status = self.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
        counts: dict[str, Any] = status["delivery_streams"][self.outputs[output]]["counts"]
        return counts


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    assembly = synthesize(tmp_path_factory.mktemp("orders"))
    door = Door()
    with served(door) as endpoint, LocalAws.start(interval_cap=0.5, endpoints={ENDPOINT: endpoint.url}) as aws:
        bootstrap(aws)
        deploy(aws, str(assembly))
        (stack,) = aws.client("cloudformation").describe_stacks(StackName="Orders")["Stacks"]
        yield Lab(
            aws,
            endpoint,
            door,
            {one["OutputKey"].removesuffix("Output"): one["OutputValue"] for one in stack["Outputs"]},
        )


def order(number: int, kind: str = "paid") -> dict[str, Any]:
    return {"id": f"{kind}-{number}", "shop": SHOPS[number % 2], "kind": kind, "price": number}


PAID = [order(number) for number in range(1, 41)]
OPEN = [order(number, "open") for number in range(10)]
POISON = [order(number, "poison") for number in range(2)]
TOO_LATE = [order(number, "late") for number in range(5)]
LATE = {one["id"] for one in TOO_LATE}
ALL = [*PAID[:20], POISON[0], *OPEN, *PAID[20:], POISON[1]]


@pytest.fixture(scope="module")
def sent(lab: Lab) -> list[str]:
    """Orders put by a producer, and one more by an event."""
    lab.put(*ALL[:30])
    lab.put(*ALL[30:])
    detail = order(41)
    entry = {"Source": SOURCE, "DetailType": "order", "Detail": json.dumps(detail)}
    assert lab.aws.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0
    eventually(lambda: lab.counts("ToLakeName")["accepted"] == len(ALL) + 1)
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    return [one["id"] for one in (*ALL, detail)]


def test_the_lake_has_every_order_under_its_shop(lab: Lab, sent: list[str]) -> None:
    stored = [json.loads(line)["id"] for line in lab.lines("Lake", "orders/")]
    assert sorted(one for one in stored if one not in LATE) == sorted(sent)
    for shop in SHOPS:
        assert {json.loads(line)["shop"] for line in lab.lines("Lake", f"orders/shop={shop}/")} == {shop}


def test_an_endpoint_that_fails_now_and_then_gets_every_order_once(lab: Lab, sent: list[str]) -> None:
    assert sorted(json.loads(payload)["id"] for payload in lab.endpoint.payloads) == sorted(sent)
    assert max(lab.door.tries[each] for each in lab.endpoint.taken) == 2
    request = lab.endpoint.requests[0]
    assert request.headers["X-Amz-Firehose-Access-Key"] == API_KEY
    assert json.loads(request.headers["X-Amz-Firehose-Common-Attributes"]) == {"commonAttributes": {"stage": "test"}}
    assert request.headers["Content-Encoding"] == "gzip"


def test_the_fan_out_consumer_takes_all_but_the_poison_which_the_failure_bucket_keeps(
    lab: Lab, sent: list[str]
) -> None:
    watched = {each for body in lab.objects("Seen", "watched/").values() for each in json.loads(body)}
    assert watched - LATE == {each for each in sent if not each.startswith("poison")}
    assert sorted(one["id"] for one in lab.failures(Kind.MAPPING)) == ["poison-0", "poison-1"]


def test_the_polling_consumer_sums_the_windows_of_the_orders_its_filter_admits(lab: Lab, sent: list[str]) -> None:
    paid = [each for each in sent if each.startswith("paid")]

    def totals() -> list[dict[str, Any]]:
        return [json.loads(body) for body in lab.objects("Seen", "totals/").values()]

    eventually(lambda: sum(one["orders"] for one in totals()) == len(paid))
    assert sum(one["sum"] for one in totals()) == sum(range(1, 42))
    assert len({(one["shard"], one["start"]) for one in totals()}) == len(totals())


def test_log_events_are_unpacked_into_lines(lab: Lab) -> None:
    logs, group = lab.aws.client("logs"), lab.outputs["LogGroup"]
    logs.create_log_stream(logGroupName=group, logStreamName="till-1")
    now = int(time.time() * 1000)
    for text in ("opened", "sold", "closed"):
        logs.put_log_events(logGroupName=group, logStreamName="till-1", logEvents=[{"timestamp": now, "message": text}])
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    assert sorted(lab.lines("Collected")) == ["closed", "opened", "sold"]


def test_messages_that_pass_the_filter_are_written_as_they_were_published(lab: Lab) -> None:
    for shop in SHOPS:
        lab.aws.client("sns").publish(
            TopicArn=lab.outputs["Topic"],
            Message=json.dumps({"shop": shop}),
            MessageAttributes={"shop": {"DataType": "String", "StringValue": shop}},
        )
    lab.aws.wait_until_idle(timeout=PATIENCE_SECONDS)
    assert [json.loads(line) for line in lab.lines("Noticed")] == [{"shop": "north"}]


def test_what_an_endpoint_does_not_take_until_the_retries_are_over_is_kept(
    lab: Lab, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lab.counts("ToEndpointName")
    monkeypatch.setattr(lab.door, "shut", True)
    lab.put(*TOO_LATE)
    counts = lab.counts("ToEndpointName")
    assert (counts["delivered"], counts["failed"]) == (before["delivered"], {"http-endpoint-failed": 5})
    assert {one["id"] for one in lab.failures(Kind.HTTP_ENDPOINT)} == LATE
    assert not LATE & {json.loads(payload)["id"] for payload in lab.endpoint.payloads}
