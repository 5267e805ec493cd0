"""Delivery streams that take records from writers."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.producers import DIRECT, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import PUTTERS, WRITER_TYPES, delivery_targets, put_source
from constructs_lib.policy.rule import Violation, rule

RULE = """
Rule:
  Type: AWS::Events::Rule
  Properties:
    EventPattern: {source: [shop]}
    Targets: [{Id: orders, Arn: !GetAtt Delivery.Arn, RoleArn: "arn:aws:iam::111122223333:role/events"}]
"""


@rule(
    id="PRD011",
    name="writers-put-into-direct-put",
    title="services write only into delivery streams with a DirectPut source",
    severity=Severity.ERROR,
    resources=(*WRITER_TYPES, *PUTTERS),
    why="a delivery stream that reads from Kinesis or MSK refuses every record that is put into it",
    fix="write into the source stream, or into a delivery stream of type DirectPut",
    source="refused in https://github.com/aws/aws-cli/issues/7010 (read 2026-11-21)",
    bad=template(DIRECT.replace("DirectPut", "KinesisStreamAsSource"), RULE),
    good=template(DIRECT, RULE),
)
def writers_put_into_direct_put(resource: ResourceView) -> Iterator[Violation]:
    """Check the delivery streams that one resource writes into."""
    for value, stream in delivery_targets(resource):
        if not put_source(stream):
            kind = stream["DeliveryStreamType"].text
            yield Violation(
                value,
                message=f"{stream.id} takes no records from writers: its type is {kind}",
                given=kind,
                allowed="a delivery stream of type DirectPut",
            )
