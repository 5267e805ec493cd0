"""Permission of a function to hand failed batches on."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import (
    FUNCTION,
    LAMBDA,
    READ_MAPPED,
    SOURCE,
    role,
    template,
)
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.reading.mapping_access import send_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

QUEUE = "Failed: {Type: AWS::SQS::Queue}"
SEND = "{Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Failed.Arn}"
HANDING_ON = """
Mapping:
  Type: AWS::Lambda::EventSourceMapping
  Properties:
    EventSourceArn: !GetAtt Source.Arn
    FunctionName: !Ref Watch
    StartingPosition: LATEST
    DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
"""


@rule(
    id="IAM042",
    name="mapping-role-hands-failures-on",
    title="the function of a mapping may write to its failure destination",
    severity=Severity.ERROR,
    resources=MAPPINGS,
    why="batches that fail are lost: Lambda writes to the destination with the function's role, which may not",
    fix="allow sqs:SendMessage, sns:Publish or s3:PutObject on the destination",
    source="https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html and "
    "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html (read 2026-11-21)",
    bad=template(SOURCE, QUEUE, FUNCTION, role("Role", READ_MAPPED, service=LAMBDA), HANDING_ON),
    good=template(SOURCE, QUEUE, FUNCTION, role("Role", READ_MAPPED, SEND, service=LAMBDA), HANDING_ON),
)
def mapping_role_hands_failures_on(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource that have a failure destination."""
    for mapping in mappings_of(resource):
        destination = mapping["DestinationConfig.OnFailure.Destination"]
        if destination.absent or not mapping.reads(KINESIS):
            continue
        for need in unmet(send_needs(mapping)):
            yield Violation(
                destination,
                message=f"the function's role is not allowed {need.action} on the failure destination",
                allowed=f"{need.action} on the destination",
            )
