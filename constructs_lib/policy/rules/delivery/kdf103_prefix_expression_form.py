"""Every `!{` of a prefix opens a complete expression."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.prefixes import EXPRESSION, PREFIXES, UNKNOWN, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

FORM = "!{namespace:value}"
OPENING = "!{"
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
    id="KDF103",
    name="prefix-expression-form",
    title="every !{ of a prefix opens a complete expression",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: !{ may stand nowhere else",
    fix="write the expression as !{namespace:value}, or take !{ out",
    source=limit("firehose-prefix-bang-brace-only").read,
    bad=EXAMPLE.format(prefix='"orders/!{timestamp:yyyy/"'),
    good=EXAMPLE.format(prefix='"orders/!{timestamp:yyyy}/"'),
)
def prefix_expression_form(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block[name]) for block in s3_blocks(stream) for name in PREFIXES)


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix."""
    prefix = read_prefix(value)
    for position in places(prefix.text):
        found = EXPRESSION.match(prefix.text, position)
        if found is not None and (found["value"] or UNKNOWN in found[0]):
            continue
        rest = prefix.text[position:].partition("}")[0]
        if UNKNOWN in rest:
            raise CannotDecide(value, "a part of an expression is known only at deployment")
        yield Violation(
            value,
            message=f"{prefix.name} has an incomplete expression: {rest[:40]}",
            given=rest[:40],
            allowed=f"{FORM}, with a value and without further braces",
        )


def places(text: str) -> Iterator[int]:
    """Find every place where an expression is opened."""
    position = text.find(OPENING)
    while position >= 0:
        yield position
        position = text.find(OPENING, position + 1)
