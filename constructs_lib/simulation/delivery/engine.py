"""One delivery stream, from its source records to its objects."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

from constructs_lib.simulation.delivery.buffer import Buffer
from constructs_lib.simulation.delivery.counts import DeliveryCounts, Tally
from constructs_lib.simulation.delivery.destinations import Surroundings, outputs_of
from constructs_lib.simulation.delivery.item import FailedItem, Item
from constructs_lib.simulation.delivery.preparation import Preparation
from constructs_lib.simulation.delivery.properties import Properties
from constructs_lib.simulation.delivery.transform import Transform
from constructs_lib.simulation.errors import InvalidDefinition
from constructs_lib.simulation.ports import Converter, Endpoints, Functions, ObjectStore, Sink, SourceRecord, Unpack


class DeliveryEngine:
    """What Firehose would do with records, from the properties of an `AWS::KinesisFirehose::DeliveryStream`.

    Per flush: source backup, decompression and de-aggregation, the Lambda transform in batches; then for S3 partition
    keys, buffers per partition and objects, and for an HTTP endpoint requests. Failed records become error objects.
    No record vanishes: each one is delivered, dropped by the transform, failed, or still in a buffer, and `counts`
    says so.

    Safe to use from several threads. `accept` never waits for a function or for the store.

    Example:
        engine = DeliveryEngine("orders", arn, properties, store=store, region="eu-west-1", account="111122223333")
        engine.accept([SourceRecord(b"{}", arrival=time.time())])
        engine.flush()
    """

    def __init__(
        self,
        name: str,
        arn: str,
        properties: Mapping[str, Any],
        *,
        store: ObjectStore,
        functions: Functions | None = None,
        endpoints: Endpoints | None = None,
        sink: Sink | None = None,
        converter: Converter | None = None,
        unpack: Unpack | None = None,
        region: str,
        account: str,
        clock: Callable[[], float] = time.time,
        interval_cap: float | None = None,
        answer_seconds: float | None = None,
    ) -> None:
        """Read the definition.

        Args:
            name: the first part of every object's own name.
            arn: what the transform sees as `deliveryStreamArn`.
            properties: the resolved CloudFormation properties.
            store: where objects go.
            functions: what invokes the transform; needed where there is one.
            endpoints: what sends requests to an HTTP endpoint; needed where there is one.
            sink: what takes records for a destination that is not simulated; such a one is refused without it.
            converter: what writes Parquet; needed where records are converted.
            unpack: takes apart what the Kinesis Producer Library packed; records of a stream stay whole without it.
            region: what the transform sees as `region`.
            account: the account that owns the delivery stream.
            clock: epoch seconds.
            interval_cap: bound of every buffer interval, and of the wait before a request is sent again, in seconds,
                for local runs.
            answer_seconds: how long an endpoint may take to answer, instead of the service's own time.

        Raises:
            UnsupportedDestination: the destination is not simulated.
            UnsupportedFeature: the destination has a feature that is not simulated.
            InvalidDefinition: the service would refuse the definition.
        """
        self.name = name
        self.arn = arn
        self.account = account
        self._clock = clock
        self._tally = Tally()
        around = Surroundings(
            name=name,
            arn=arn,
            store=store,
            endpoints=endpoints,
            sink=sink,
            converter=converter,
            account=account,
            region=region,
            tally=self._tally,
            clock=clock,
            interval_cap=interval_cap,
            answer_seconds=answer_seconds,
        )
        self._outputs = outputs_of(properties, around)
        configured = self._outputs.processors
        self._preparation = Preparation(configured, clock, unpack)
        self._transform: Transform | None = None
        if "Lambda" in configured:
            if functions is None:
                raise InvalidDefinition("the delivery stream has a Lambda processor; pass functions to invoke it")
            envelope = request_envelope(properties, arn, region)
            self._transform = Transform(configured["Lambda"], functions, envelope, clock, interval_cap)
            self._waiting: Buffer[Item] = Buffer(self._transform.hints)
        self._intake: list[SourceRecord] = []
        self._intake_lock = Lock()
        self._work = Lock()

    def accept(self, records: Iterable[SourceRecord]) -> None:
        """Take records in, in their order."""
        taken = list(records)
        with self._intake_lock:
            self._intake.extend(taken)
        self._tally.add(received=len(taken), accepted=len(taken))

    def flush_due(self) -> int:
        """Move on what size or interval has made due.

        Returns:
            How many objects were written.

        Raises:
            Exception: what the store raised; the records of that object stay in their buffer for the next flush.
        """
        with self._work:
            return self._flush(everything=False)

    def flush(self) -> int:
        """Move on everything, whatever size and interval say.

        Returns:
            How many objects were written.

        Raises:
            Exception: what the store raised; the records of that object stay in their buffer for the next flush.
        """
        with self._work:
            return self._flush(everything=True)

    @property
    def counts(self) -> DeliveryCounts:
        """The books at this moment."""
        return self._tally.snapshot()

    def _flush(self, *, everything: bool) -> int:
        now = self._clock()
        items = self._take(now)
        if self._transform is None:
            for item in items:
                self._outputs.destination.add(item, now)
        else:
            for item in items:
                self._waiting.add(item, len(item.data), now)
            self._run_transform(self._transform, now, everything=everything)
        return write_all(self._outputs.all, now, everything=everything)

    def _take(self, now: float) -> list[Item]:
        with self._intake_lock:
            records, self._intake = self._intake, []
        if self._outputs.backup is not None:
            for record in records:
                self._outputs.backup.add(record, now)
        if self._preparation.idle:
            return [Item(record, record.data, record.data) for record in records]
        items: list[Item] = []
        for record in records:
            parts = self._preparation.prepare(record)
            self._tally.add(accepted=max(0, len(parts) - 1), dropped=0 if parts else 1)
            for part in parts:
                if isinstance(part, FailedItem):
                    self._outputs.errors.add(part, now)
                else:
                    items.append(part)
        return items

    def _run_transform(self, transform: Transform, now: float, *, everything: bool) -> None:
        if not everything and not self._waiting.due(now):
            return
        overdue = everything or now - self._waiting.since >= self._waiting.hints.interval
        batches = list(transform.batches(self._waiting.entries))
        self._waiting = Buffer(transform.hints)
        if not overdue and len(batches) > 1:
            for item in batches.pop():
                self._waiting.add(item, len(item.data), now)
        for batch in batches:
            result = transform.run(batch)
            self._tally.add(dropped=result.dropped)
            for item in result.delivered:
                self._outputs.destination.add(item, now)
            for failed in result.failed:
                self._outputs.errors.add(failed, now)


def write_all(outputs: Iterable[Any], now: float, *, everything: bool) -> int:
    """Write what is due in each output, whatever happens in another.

    Raises:
        Exception: the first one that an output raised.
    """
    written = 0
    problem: Exception | None = None
    for output in outputs:
        try:
            written += output.write(now, everything=everything)
        except Exception as error:  # each output is tried
            problem = problem or error
    if problem is not None:
        raise problem
    return written


def request_envelope(properties: Properties, arn: str, region: str) -> dict[str, str]:
    """Write the members of a transform's request that every request has."""
    source = (properties.get("KinesisStreamSourceConfiguration") or {}).get("KinesisStreamARN")
    stream = {"sourceKinesisStreamArn": str(source)} if source else {}
    return {"deliveryStreamArn": arn, **stream, "region": region}
