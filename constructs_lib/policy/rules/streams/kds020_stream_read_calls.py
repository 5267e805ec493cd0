"""Readers that share the calls and the bandwidth of a stream's shards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from constructs_lib.graph import CannotDecide, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.event_sources import STREAM, known_stream, readers_of, shares_throughput
from constructs_lib.policy.reading.referrers import referrers
from constructs_lib.policy.rule import Violation, rule

CALLS = limit("cross-getrecords-budget")
READ = limit("cross-read-bandwidth")
WRITE = limit("kinesis-shard-write-bytes")
SOURCE = "KinesisStreamSourceConfiguration"
MOST_READERS = int(READ.high / WRITE.high)
HEADER = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1}"""
MAPPING = """
  Reader{n}:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {{EventSourceArn: !GetAtt Orders.Arn, FunctionName: reader-{n}, StartingPosition: LATEST}}"""


def example(count: int) -> str:
    """Write a stream with a number of mappings that share its throughput."""
    return HEADER + "".join(MAPPING.format(n=n) for n in range(1, count + 1)) + "\n"


@rule(
    id="KDS020",
    name="stream-read-calls",
    title=f"the readers of a stream keep within its {CALLS.high} calls and {READ.high} MB a second for each shard",
    severity=Severity.WARNING,
    resources=(STREAM,),
    why="the shard refuses calls beyond, or a full shard is read more slowly than it is written, and all readers lag",
    fix="give some of the readers a stream consumer of their own",
    source=CALLS.read,
    bad=example(MOST_READERS + 1),
    good=example(MOST_READERS),
)
def stream_read_calls(stream: ResourceView) -> Iterator[Violation]:
    """Check one stream; only readers that are known to share its throughput count."""
    calls = [*mapping_calls(stream), *delivery_calls(stream)]
    if sum(calls) > CALLS.high:
        yield Violation(
            stream["ShardCount"],
            message=f"{len(calls)} readers make {sum(calls)} calls a second for each shard of {stream.id}",
            given=f"{sum(calls)} calls a second",
            allowed=f"at most {CALLS.high} calls a second for each shard",
        )
    elif len(calls) > MOST_READERS:
        yield Violation(
            stream["ShardCount"],
            message=f"{len(calls)} readers share the bandwidth of {stream.id}; a full shard feeds {MOST_READERS}",
            given=f"{len(calls)} readers",
            allowed=f"{MOST_READERS} readers of {WRITE.high} MiB a second each",
        )


def mapping_calls(stream: ResourceView) -> Iterator[int]:
    """One call a second for each mapping that polls the stream."""
    for mapping in readers_of(stream):
        with suppress(CannotDecide):
            if mapping.runs and shares_throughput(mapping):
                yield 1


def delivery_calls(stream: ResourceView) -> Iterator[int]:
    """One call a second for each delivery stream that reads the stream, two with a backup of all source records."""
    for delivery in referrers(stream, DELIVERY_STREAM, SOURCE):
        if stream.same(known_stream(delivery[f"{SOURCE}.KinesisStreamARN"])):
            modes = ("ExtendedS3DestinationConfiguration", "RedshiftDestinationConfiguration")
            yield 2 if any(backs_up(delivery, mode) for mode in modes) else 1


def backs_up(delivery: ResourceView, destination: str) -> bool:
    """Tell whether a destination is known to keep a copy of every source record."""
    with suppress(CannotDecide):
        return delivery[f"{destination}.S3BackupMode"].text == "Enabled"
    return False
