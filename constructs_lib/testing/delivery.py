"""Assert that records arrive where a delivery stream should put them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constructs_lib.graph import ResourceView, Scenario, View
from constructs_lib.graph.readers.template import read_template
from constructs_lib.policy import Report
from constructs_lib.policy.checker import TemplateLike, as_source
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.assertions import DELIVERED, KEPT, OUTCOME, PLACED, PREFIX_KEYS
from constructs_lib.policy.reading.delivery import destinations, parameter, processors
from constructs_lib.policy.reading.functions import function_of
from constructs_lib.simulation import Converter
from constructs_lib.testing.compliance import NotCompliant
from constructs_lib.testing.contract import as_template, misfit, the_stream
from constructs_lib.testing.handlers import Handler, find_handler
from constructs_lib.testing.run import Outcome, Run
from constructs_lib.testing.stacks import StackLike, template_of

Keys = Mapping[str, object]

EXPRESSION = re.compile(r"!\{([^}]*)\}")
PARTITION = re.compile(r"partitionKeyFrom(?:Lambda|Query):(.*)")
LONGEST = 200
"""Characters of a record in a finding."""


def assert_delivers(
    stack: StackLike | TemplateLike,
    records: Sequence[Any],
    *,
    to: str = "",
    keys: Keys | Sequence[Keys] | None = None,
    handler: Handler | None = None,
    logical_id: str | None = None,
    may_drop: bool = False,
    at: datetime | None = None,
    converter: Converter | None = None,
) -> dict[str, bytes]:
    """Run records through a delivery stream to S3, in this process, and fail unless all arrive where they should.

    The definition is the synthesized one, and the transform is the function's own code. Each record is delivered by
    itself, so that a finding names the record; what batches do to a transform, `assert_fits` looks at. The source
    backup is left out, and so are permissions, which `assert_compliant` looks at.

    Args:
        stack: a stack of the CDK, or a template as `assert_compliant` takes it.
        records: what the records hold: bytes as they are, all else as JSON.
        to: how the key of every object begins.
        keys: the partition keys in the prefix and their values, for all records or one mapping for each.
        handler: the transform's handler; by default the Python code that the stack defines is loaded.
        logical_id: which delivery stream is meant, where there are several.
        may_drop: whether the transform may drop records.
        at: when the records arrive; now by default. Prefixes with a timestamp follow it.
        converter: what writes Parquet; needed where the delivery stream converts.

    Returns:
        The objects by key, as they are stored.

    Raises:
        NotCompliant: a record failed, was dropped, or arrived elsewhere; the message lists all findings.
        ValueError: there are no records, no one delivery stream is meant, the handler is not found, or what decides
            about the records is known only at deployment.
        UnsupportedFeature: the delivery stream uses what is not simulated.

    Example:
        >>> lake = {"BucketARN": "arn:aws:s3:::lake", "RoleARN": "arn:aws:iam::111122223333:role/r", "Prefix": "raw/"}
        >>> s3 = {"ExtendedS3DestinationConfiguration": lake}
        >>> stream = {"Type": "AWS::KinesisFirehose::DeliveryStream", "Properties": s3}
        >>> len(assert_delivers({"Resources": {"Orders": stream}}, [{"id": 1}], to="raw/"))
        1
    """
    if not records:
        raise ValueError("give at least one record")
    wanted = [keys or {}] * len(records) if keys is None or isinstance(keys, Mapping) else list(keys)
    if len(wanted) != len(records):
        raise ValueError(f"give keys once, or for each of the {len(records)} records; there are {len(wanted)}")
    template = as_template(template_of(stack))
    source = as_source(template)
    stream = the_stream(View(read_template(source.content, source.name), Scenario()), logical_id)
    run = Run(stream, transform_of(stream, template, handler), converter, at)
    findings = list(missing_keys(stream, run.prefix, wanted))
    if not findings:
        for number, (record, values) in enumerate(zip(records, wanted, strict=True)):
            expected = Place(to, run.prefix, values)
            findings += judge(stream, number, record, run.deliver(number, record), expected, may_drop=may_drop)
    if findings:
        raise NotCompliant(Report(findings=findings, files=[source.name], resources=1))
    return run.stored


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record should arrive."""

    to: str
    prefix: str
    keys: Keys

    def holds(self, key: str) -> bool:
        """Tell whether an object's key is of this place."""
        pattern = "".join(self._parts(re.escape, ".*?")) if self.keys else ""
        return key.startswith(self.to) and re.match(pattern, key) is not None

    def __str__(self) -> str:
        if not self.keys:
            return f"a key that begins with {self.to}" if self.to else "any key"
        begins = "".join(self._parts(str, "..."))
        return f"a key that begins with {self.to} and is {begins}..." if self.to else f"{begins}..."

    def _parts(self, literal: Callable[[str], str], anything: str) -> Iterator[str]:
        for position, piece in enumerate(EXPRESSION.split(self.prefix)):
            partition = PARTITION.fullmatch(piece) if position % 2 else None
            if not position % 2:
                yield literal(piece)
            elif partition and partition[1] in self.keys:
                yield literal(str(self.keys[partition[1]]))
            else:
                yield anything


def transform_of(stream: ResourceView, template: object, handler: Handler | None) -> Handler | None:
    """Find the handler of a delivery stream, where it calls a function."""
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            arn = parameter(processor, "LambdaArn")
            return handler or find_handler(None if arn is None else function_of(arn), template)
    return None


def missing_keys(stream: ResourceView, prefix: str, wanted: Sequence[Keys]) -> Iterator[Finding]:
    """Find keys that are asked for, and that the prefix does not have."""
    there = [found[1] for each in EXPRESSION.findall(prefix) if (found := PARTITION.fullmatch(each))]
    for name in sorted({name for keys in wanted for name in keys} - set(there)):
        yield misfit(stream, PREFIX_KEYS, f"the prefix has no partition key {name}",
                     property="Prefix", given=prefix or "no prefix", allowed=", ".join(there) or "no keys",
                     fix=f"use !{{partitionKeyFromLambda:{name}}} in the prefix, or partitionKeyFromQuery")  # fmt: skip


def judge(
    stream: ResourceView, number: int, record: Any, outcome: Outcome, expected: Place, *, may_drop: bool
) -> Iterator[Finding]:
    """Compare where a record went with where it should be."""
    text = repr(record)
    what = f"record {number}, {text if len(text) <= LONGEST else f'{text[:LONGEST]}...'},"
    for key, reason in outcome.failed:
        yield misfit(stream, DELIVERED, f"{what} failed: {reason}", given=key, allowed=str(expected))
    if outcome.dropped and not may_drop:
        yield misfit(stream, KEPT, f"{what} was dropped", given="Dropped", allowed=str(expected))
    for key in outcome.arrived:
        if not expected.holds(key):
            yield misfit(stream, PLACED, f"{what} arrived elsewhere", given=key, allowed=str(expected))
    if not (outcome.failed or outcome.dropped or outcome.arrived):
        yield misfit(stream, OUTCOME, f"{what} did not arrive", given="no object", allowed=str(expected))
