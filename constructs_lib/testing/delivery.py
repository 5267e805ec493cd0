"""Assert that records arrive where a delivery stream should put them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from constructs_lib.graph import ResourceView
from constructs_lib.policy import Report
from constructs_lib.policy.checker import TemplateLike
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.assertions import (
    COLUMN,
    DELIVERED,
    JSON,
    KEPT,
    OUTCOME,
    PLACED,
    PREFIX_KEYS,
    TYPE,
)
from constructs_lib.policy.reading.delivery import destinations, parameter, processors
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.policy.rule import Rule
from constructs_lib.simulation import Converter
from constructs_lib.testing.compliance import NotCompliant
from constructs_lib.testing.contract import as_template, misfit, the_stream
from constructs_lib.testing.deliveries import Deliveries
from constructs_lib.testing.endpoint import Endpoint
from constructs_lib.testing.handlers import Handler, find_handler
from constructs_lib.testing.places import INDEXED, Keys, Place, partition_keys, require_place, require_source
from constructs_lib.testing.run import Outcome, Run
from constructs_lib.testing.stacks import StackLike, source_of, template_of, view_of
from constructs_lib.testing.tables import Columns, columns_of, json_objects

MOST = 5
"""Findings of one id that are shown."""
LONGEST = 200
"""Characters of a record in a finding."""


def assert_delivers(
    stack: StackLike | TemplateLike,
    records: Sequence[Any],
    *,
    to: str = "",
    keys: Keys | Sequence[Keys] | None = None,
    handler: Handler | None = None,
    endpoint: Endpoint | None = None,
    logical_id: str | None = None,
    may_drop: bool = False,
    may_lose_members: bool = False,
    at: datetime | None = None,
    converter: Converter | None = None,
) -> Deliveries:
    """Run records through a delivery stream, in this process, and fail unless all arrive where they should.

    The definition is the synthesized one, and the transform is the function's own code. Each record is delivered by
    itself, so that a finding names the record; what batches do to a transform, `assert_fits` looks at. The source
    backup and retries are left out, and so are permissions, which `assert_compliant` looks at.

    What is delivered to S3 becomes objects, and to an HTTP endpoint requests. To a search domain, Splunk, Snowflake,
    Redshift or Iceberg, records are handed over as the processors leave them: what becomes of them there is not
    simulated. Where a delivery stream converts to Parquet or ORC, each record is compared with the columns of the table
    if the template holds it, and the objects hold the records as they are before the conversion.

    Args:
        stack: a stack of the CDK, or a template as `assert_compliant` takes it.
        records: what the records hold: bytes as they are, all else as JSON.
        to: how the key of every object, the URL of every request, the name of every index or `database.table` begins.
        keys: the partition keys in the prefix and their values, for all records or one mapping for each.
        handler: the transform's handler; by default the Python code that the stack defines is loaded.
        endpoint: answers the requests to an HTTP endpoint; by default one that takes everything.
        logical_id: which delivery stream is meant, where there are several; or the path of its construct, such as
            `Ingest/ToLake`, or the end of it.
        may_drop: whether the transform may drop records.
        may_lose_members: whether records may have members that the table of a conversion has no column for.
        at: when the records arrive; now by default. Prefixes with a timestamp follow it.
        converter: what writes Parquet; the objects are Parquet then.

    Returns:
        The objects by key, as they are stored; with the requests and the records handed over in `requests` and
        `handed`.

    Raises:
        NotCompliant: a record failed, was dropped, or arrived elsewhere; the message lists all findings.
        ValueError: there are no records, no one delivery stream is meant, the handler is not found, or what decides
            about the records is known only at deployment or not simulated.
        UnsupportedFeature: the delivery stream uses what is not simulated.

    Example:
        >>> lake = {"BucketARN": "arn:aws:s3:::lake", "RoleARN": "arn:aws:iam::111122223333:role/r", "Prefix": "raw/"}
        >>> s3 = {"ExtendedS3DestinationConfiguration": lake}
        >>> stream = {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": s3}
        >>> len(assert_delivers({"Resources": {"Orders": stream}}, [{"id": 1}], to="raw/"))
        1
    """
    __tracebackhide__ = True
    if not records:
        raise ValueError("give at least one record")
    wanted = [keys or {}] * len(records) if keys is None or isinstance(keys, Mapping) else list(keys)
    if len(wanted) != len(records):
        raise ValueError(f"give keys once, or for each of the {len(records)} records; there are {len(wanted)}")
    template = as_template(template_of(stack))
    source = source_of(template)
    stream = the_stream(view_of(source), logical_id)
    transform = transform_of(stream, template, handler)
    require_source(stream, transforms=transform is not None)
    run = Run(stream, transform, converter=converter, endpoint=endpoint, at=at)
    require_place(stream, run.block, to, keys=any(wanted))
    if to and run.block in INDEXED:
        run.index()
    columns = columns_of(stream) if converter is None else None
    findings = list(missing_keys(stream, run.prefix, wanted))
    if not findings:
        for number, (record, values) in enumerate(zip(records, wanted, strict=True)):
            given = Given(stream, number, record)
            outcome = run.deliver(number, record)
            findings += given.judged(outcome, Place(run.block, to, run.prefix, values), may_drop=may_drop)
            if run.expects_json:
                findings += given.misfits(outcome, columns, may_lose_members=may_lose_members)
    if findings:
        raise NotCompliant(Report(findings=first_of_each(findings), files=[source.name], resources=1))
    return run.delivered


def transform_of(stream: ResourceView, template: object, handler: Handler | None) -> Handler | None:
    """Find the handler of a delivery stream, where it calls a function."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            arn = parameter(processor, "LambdaArn")
            return handler or find_handler(None if arn is None else function_of(arn), template)
    return None


def missing_keys(stream: ResourceView, prefix: str, wanted: Sequence[Keys]) -> Iterator[Finding]:
    """Find keys that are asked for, and that the prefix does not have."""
    there = partition_keys(prefix)
    for name in sorted({name for keys in wanted for name in keys} - set(there)):
        yield misfit(stream, PREFIX_KEYS, f"the prefix has no partition key {name}",
                     property="Prefix", given=prefix or "no prefix", allowed=", ".join(there) or "no keys",
                     fix=f"use !{{partitionKeyFromLambda:{name}}} in the prefix, or partitionKeyFromQuery")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """One record of a test.

    Attributes:
        stream: that delivers it.
        number: counts from 0.
        record: as it was given.
    """

    stream: ResourceView
    number: int
    record: Any

    def judged(self, outcome: Outcome, expected: Place, *, may_drop: bool) -> Iterator[Finding]:
        """Compare where the record went with where it should be."""
        allowed = str(expected)
        for key, reason in outcome.failed:
            yield self._finding(DELIVERED, f"failed: {reason}", given=key, allowed=allowed)
        if outcome.dropped and not may_drop:
            yield self._finding(KEPT, "was dropped", given="Dropped", allowed=allowed)
        for place in outcome.arrived:
            if not expected.holds(place):
                yield self._finding(PLACED, "arrived elsewhere", given=place, allowed=allowed)
        if not (outcome.failed or outcome.dropped or outcome.arrived):
            yield self._finding(OUTCOME, "did not arrive", given="nothing", allowed=allowed)

    def misfits(self, outcome: Outcome, columns: Columns | None, *, may_lose_members: bool) -> Iterator[Finding]:
        """Compare what arrived with the table of a conversion, or with what a search domain takes."""
        for document in outcome.documents:
            found = json_objects(document)
            if found is None:
                yield self._finding(JSON, "is no JSON object", given=shortened(document.decode(errors="replace")),
                                    allowed="a JSON object")  # fmt: skip
            if columns is not None:
                for each in found or ():
                    yield from self._beside_columns(each, columns, may_lose_members=may_lose_members)

    def _beside_columns(self, record: dict[str, Any], columns: Columns, *, may_lose_members: bool) -> Iterator[Finding]:
        allowed = f"a column of {columns.table}: {', '.join(columns.types)}"
        for member in () if may_lose_members else columns.without_column(record):
            yield self._finding(COLUMN, f"loses {member}", given=member, allowed=allowed)
        for path, given, wanted in columns.problems(record):
            yield self._finding(TYPE, f"does not fit into its table: {path}", given=given, allowed=wanted)

    def _finding(self, notice: Rule, what: str, *, given: str, allowed: str) -> Finding:
        message = f"record {self.number}, {shortened(repr(self.record))}, {what}"
        return misfit(self.stream, notice, message, given=given, allowed=allowed)


def first_of_each(findings: Sequence[Finding]) -> list[Finding]:
    """Keep the first findings of each id, and say how many there are more: many records fail for one reason."""
    kept: list[Finding] = []
    for rule in dict.fromkeys(finding.rule for finding in findings):
        same = [finding for finding in findings if finding.rule == rule]
        last = same[:MOST][-1]
        if len(same) > MOST:
            last = replace(last, message=f"{last.message}; {len(same) - MOST} more like this")
        kept += [*same[: MOST - 1], last] if len(same) >= MOST else same
    return kept


def shortened(text: str) -> str:
    """Cut a text that is too long to read."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
