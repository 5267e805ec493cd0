"""The length of a prefix after its expressions are evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.java_time import InvalidPattern, least_length
from constructs_lib.policy.reading.prefixes import EXPRESSION, PREFIXES, UNKNOWN, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

LONGEST = limit("firehose-prefix-evaluated-length")
RANDOM_STRING = int(str(limit("firehose-prefix-random-length").value))
SHORTEST_ERROR_TYPE = min(len(str(value)) for value in limit("firehose-error-types").allowed)
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
    id="KDF108",
    name="prefix-evaluated-length",
    title=f"a prefix has at most {LONGEST.high} characters once its expressions are evaluated",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: evaluated, the prefix is too long",
    fix=f"shorten the prefix to {LONGEST.high} characters",
    source=LONGEST.read,
    bad=EXAMPLE.format(prefix="a" * 509 + "!{timestamp:yyyy}"),
    good=EXAMPLE.format(prefix="a" * 508 + "!{timestamp:yyyy}"),
)
def prefix_evaluated_length(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block[name]) for block in s3_blocks(stream) for name in PREFIXES)


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix; what an expression or an unknown part will hold counts with the least that it can be."""
    prefix = read_prefix(value)
    literal = EXPRESSION.sub("", prefix.text).replace(UNKNOWN, "")
    least = len(literal) + sum(least_of(namespace, wanted) for namespace, wanted in prefix.known)
    if least > LONGEST.high:
        yield Violation(
            value,
            message=f"{prefix.name} has at least {least} characters once evaluated; allowed are {LONGEST.high}",
            given=f"at least {least} characters",
            allowed=f"at most {LONGEST.high} characters",
        )


def least_of(namespace: str, wanted: str) -> int:
    """The least length of what the service puts for an expression."""
    if namespace == "timestamp":
        with suppress(InvalidPattern):
            return least_length(wanted)
    if namespace == "firehose":
        return SHORTEST_ERROR_TYPE if wanted == "error-output-type" else RANDOM_STRING
    return 1
