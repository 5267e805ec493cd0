"""Letters of a timestamp that are valid and mean something else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.java_time import InvalidPattern, fields
from constructs_lib.policy.reading.prefixes import PREFIXES, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

HOURS = frozenset("HhKk")
TRAPS: tuple[tuple[str, frozenset[str], frozenset[str], str, str], ...] = (
    ("Y", frozenset("wec"), frozenset(), "the year of the week, not of the date around New Year", "y"),
    ("D", frozenset(), frozenset("ML"), "the day of the year", "d"),
    ("m", HOURS, frozenset(), "minutes", "M"),
    ("h", frozenset("aB"), frozenset(), "hours up to 12, so that two hours of a day share a folder", "H"),
    ("K", frozenset("aB"), frozenset(), "hours up to 11, so that two hours of a day share a folder", "H"),
    ("k", frozenset(), frozenset(), "hours from 1 to 24, so that the first hour of a day is its hour 24", "H"),
)
"""Letter; letters that make it right; letters without which it is no trap; what it means; what is usually meant."""
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        Prefix: {prefix}
        ErrorOutputPrefix: failed/!{{firehose:error-output-type}}/
"""


@rule(
    id="KDF107",
    name="prefix-timestamp-meaning",
    title="timestamps of a prefix mean calendar years, months, days and hours of 24",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the pattern is valid and the service takes it; the objects are then written below the wrong date or hour",
    fix="write yyyy for the year, MM for the month, dd for the day and HH for the hour",
    source=limit("firehose-prefix-timestamp-format").read,
    bad=EXAMPLE.format(prefix="orders/!{timestamp:YYYY/MM/dd}/"),
    good=EXAMPLE.format(prefix="orders/!{timestamp:yyyy/MM/dd}/"),
)
def prefix_timestamp_meaning(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block[name]) for block in s3_blocks(stream) for name in PREFIXES)


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix, whose timestamps share one instant."""
    prefix = read_prefix(value)
    letters: set[str] = set()
    for pattern in prefix.keys("timestamp"):
        with suppress(InvalidPattern):
            letters |= {field[0] for field in fields(pattern)}
    for letter, fine, trap, meaning, meant in TRAPS:
        if letter in letters and not letters & fine and (not trap or letters & trap):
            prefix.require_complete()
            yield Violation(
                value,
                message=f"{letter} in a timestamp of {prefix.name} is {meaning}",
                given=f"{letter}, with {', '.join(sorted(letters - {letter})) or 'nothing else'}",
                allowed=f"{meant}",
            )
