"""Text of a prefix that looks like an expression, but is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, s3_blocks
from constructs_lib.policy.reading.prefixes import PREFIXES, read_prefix
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

NAMESPACES = "|".join(map(str, limit("firehose-prefix-namespaces").allowed))
LOOKALIKE = re.compile(rf"(?<!!)[{{(](?:{NAMESPACES}):[^{{}}()]*[}})]|!\((?:{NAMESPACES}):[^()]*\)")
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
    id="KDF104",
    name="prefix-text-like-expression",
    title="an expression of a prefix begins with !{",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="Firehose takes the text as it stands: the objects are written below a folder with braces in its name",
    fix="write the expression as !{namespace:value}",
    source=limit("firehose-prefix-namespaces").read,
    bad=EXAMPLE.format(prefix='"orders/{timestamp:yyyy}/"'),
    good=EXAMPLE.format(prefix='"orders/!{timestamp:yyyy}/"'),
)
def prefix_text_like_expression(stream: ResourceView) -> Iterator[Violation]:
    """Check the prefixes of one delivery stream."""
    yield from together(check(block[name]) for block in s3_blocks(stream) for name in PREFIXES)


def check(value: Value) -> Iterator[Violation]:
    """Check one prefix."""
    prefix = read_prefix(value)
    for found in LOOKALIKE.finditer(prefix.text):
        text = found[0].lstrip("!")
        yield Violation(
            value,
            message=f"{prefix.name} holds {found[0]}, which is no expression",
            given=found[0],
            allowed=f"!{{{text[1:-1]}}}",
        )
