# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Delivery by the simulation's engine: buffered, transformed in batches, partitioned, with error objects and backup."""

from __future__ import annotations

import base64
import json
import threading
from typing import TYPE_CHECKING, Any

from ministack.services import firehose, kinesis

from constructs_lib.local.launcher import converter, endpoints, functions, store
from constructs_lib.local.launcher.contract import expect, expect_keys
from constructs_lib.local.launcher.delivery_worker import HTTP_ENDPOINT, DeliveryWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PATCH = "delivery"
PUTS = ("PutRecord", "PutRecordBatch")


class Workers:
    """The workers of all delivery streams, one for every record of MiniStack's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: dict[tuple[str, str, str], DeliveryWorker] = {}

    def of(self, record: dict[str, Any]) -> DeliveryWorker:
        """Find or start the worker of a delivery stream."""
        _, _, _, region, account, _ = record["arn"].split(":", 5)
        key = (account, region, record["name"])
        with self._lock:
            worker = self._workers.get(key)
            if worker is None or worker.record is not record:
                worker = self._workers[key] = DeliveryWorker(record, account=account, region=region)
                worker.start()
            return worker

    def in_scope(self, account: str, region: str) -> dict[str, DeliveryWorker]:
        """Give the workers of an account and region by name, without those whose delivery stream is gone."""
        with self._lock:
            self._workers = {key: worker for key, worker in self._workers.items() if worker.is_alive()}
            return {
                name: worker
                for (its_account, its_region, name), worker in self._workers.items()
                if (its_account, its_region) == (account, region)
            }


WORKERS = Workers()


def apply() -> None:
    """Hand every record that reaches a delivery stream to its worker."""
    functions.check(PATCH)
    store.check(PATCH)
    endpoints.check(PATCH)
    converter.check(PATCH)
    expect(
        PATCH,
        firehose,
        _create_delivery_stream=("data",),
        _deliver_records_to_s3=("stream", "dest", "records"),
        _put_record=("data",),
        _put_record_batch=("data",),
        ingest_from_kinesis_source=("stream_arn", "records"),
        _streams=None,
        _HANDLERS=dict,
    )
    expect_keys(PATCH, "the table of Firehose's calls", firehose._HANDLERS, *PUTS, "CreateDeliveryStream")
    expect(PATCH, kinesis, _streams=None)
    create = firehose._create_delivery_stream

    def create_and_start(data: dict[str, Any]) -> Any:
        answer = create(data)
        record = firehose._streams.get(data.get("DeliveryStreamName", ""))
        if answer[0] < 400 and record is not None:
            WORKERS.of(record)
        return answer

    firehose._create_delivery_stream = create_and_start
    firehose._HANDLERS["CreateDeliveryStream"] = create_and_start
    for name in PUTS:
        firehose._HANDLERS[name] = also_to_endpoints(firehose._HANDLERS[name])
    firehose._deliver_records_to_s3 = accept_put
    firehose.ingest_from_kinesis_source = read_by_worker


def accept_put(stream: dict[str, Any], dest: dict[str, Any], records: Sequence[tuple[str, bytes]]) -> None:
    """Take directly put records; MiniStack's own copy of them, which it would keep for ever, is let go."""
    dest["records"].clear()
    WORKERS.of(stream).put([data for _, data in records])


def also_to_endpoints(put: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    """Make a put call hand what it has taken to the worker of an HTTP endpoint, which MiniStack only keeps."""

    def put_and_accept(data: dict[str, Any]) -> Any:
        answer = put(data)
        stream = firehose._streams.get(data.get("DeliveryStreamName", ""))
        if answer[0] >= 400 or stream is None:
            return answer
        for destination in stream["destinations"]:
            if destination["type"] == HTTP_ENDPOINT:
                destination["records"].clear()
                WORKERS.of(stream).put(accepted(data, json.loads(answer[2])))
        return answer

    return put_and_accept


def accepted(data: dict[str, Any], answer: dict[str, Any]) -> list[bytes]:
    """Give the payloads of a put request that its answer says were taken."""
    records = data["Records"] if "Records" in data else [data["Record"]]
    results = answer["RequestResponses"] if "Records" in data else [answer]
    return [
        base64.b64decode(record["Data"])
        for record, result in zip(records, results, strict=True)
        if "RecordId" in result
    ]


def read_by_worker(stream_arn: str, records: Sequence[tuple[str, bytes]]) -> None:
    """Leave records of a stream to the worker, which reads the stream itself."""


def status(account: str, region: str) -> dict[str, Any]:
    """Tell of every delivery stream what it has done and how many records wait."""
    return {name: worker.status() for name, worker in WORKERS.in_scope(account, region).items()}
