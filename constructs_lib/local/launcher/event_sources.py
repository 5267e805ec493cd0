# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Event source mappings of Kinesis streams and of their consumers, by the simulation's state machine."""

from __future__ import annotations

import json
import threading
from typing import Any

from ministack.services import kinesis, lambda_svc

from constructs_lib.limits import limit
from constructs_lib.local.launcher import functions, handlers, store
from constructs_lib.local.launcher.contract import expect
from constructs_lib.local.launcher.mapping_worker import MappingWorkers, is_kinesis

PATCH = "event sources"
RESOURCE_TYPE = "AWS::Lambda::EventSourceMapping"
DROPPED = ("TumblingWindowInSeconds", "StartingPositionTimestamp")
DEFAULT_BATCH_SIZE = int(limit("esm-batch-size").default or 0)


class Mappings:
    """The workers of all mappings, one set for every record of MiniStack's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: dict[str, MappingWorkers] = {}

    def reconcile(self) -> None:
        """Start what is missing, forget what is gone."""
        with self._lock:
            found: dict[str, MappingWorkers] = {}
            for account, region, record in lambda_svc._iter_all_esms():
                if not is_kinesis(record):
                    continue
                workers = self._workers.get(record["UUID"])
                if workers is None or workers.record is not record:
                    workers = MappingWorkers(record, account=account, region=region)
                found[record["UUID"]] = workers
                workers.start_missing()
            self._workers = found

    def in_scope(self, account: str, region: str) -> dict[str, MappingWorkers]:
        """Give the mappings of an account and region by UUID."""
        with self._lock:
            return {
                uuid: workers
                for uuid, workers in self._workers.items()
                if (workers.account, workers.region) == (account, region)
            }


MAPPINGS = Mappings()


def apply() -> None:
    """Take the polling of Kinesis over, and accept consumers as sources."""
    functions.check(PATCH)
    store.check(PATCH)
    expect(
        PATCH,
        lambda_svc,
        _poll_kinesis=(),
        _iter_all_esms=(),
        _validate_event_source_arn=("event_source_arn",),
        _create_esm=("data",),
        _esms=None,
    )
    expect(PATCH, kinesis, _streams=None, _consumers=None)
    validate, create = lambda_svc._validate_event_source_arn, lambda_svc._create_esm

    def create_and_start(data: dict[str, Any]) -> Any:
        answer = create(data)
        if answer[0] < 400:
            complete(json.loads(answer[2])["UUID"], data)
        return answer

    lambda_svc._validate_event_source_arn = lambda arn: validate(stream_of(arn))
    lambda_svc._create_esm = create_and_start
    lambda_svc._poll_kinesis = poll
    handlers.after(PATCH, RESOURCE_TYPE, complete)


def stream_of(arn: str) -> str:
    """Cut a consumer's ARN to its stream's."""
    return arn.partition("/consumer/")[0]


def complete(uuid: str, properties: handlers.Properties) -> None:
    """Keep what MiniStack drops, and start at once: what is put from now on is after LATEST."""
    record = lambda_svc._esms[uuid]
    if not is_kinesis(record):
        return
    record.update({name: properties[name] for name in DROPPED if name in properties})
    if "BatchSize" not in properties:
        record["BatchSize"] = DEFAULT_BATCH_SIZE
    MAPPINGS.reconcile()


def poll() -> bool:
    """Take MiniStack's turn of polling; the workers do the work, so there is never any left."""
    MAPPINGS.reconcile()
    return False


def status(account: str, region: str) -> dict[str, Any]:
    """Tell of every mapping what it has processed and how many records wait."""
    return {uuid: workers.status() for uuid, workers in MAPPINGS.in_scope(account, region).items()}
