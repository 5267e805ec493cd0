"""The key of an encrypted failure destination."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import FUNCTION, KEY, LAMBDA, READ_MAPPED, SOURCE, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.event_sources import KINESIS, MAPPINGS, mappings_of
from constructs_lib.policy.reading.keys import bucket_key, key_of, may_use
from constructs_lib.policy.reading.mapping_access import function_role
from constructs_lib.policy.rule import Violation, rule

SERVICES = {"AWS::SQS::Queue": "sqs", "AWS::SNS::Topic": "sns", "AWS::S3::Bucket": "s3"}
DATA_KEY = "kms:GenerateDataKey"
QUEUE = "Failed: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !GetAtt Key.Arn}}"
SEND = "{Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Failed.Arn}"
ENCRYPT = "{Effect: Allow, Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: !GetAtt Key.Arn}"
MAPPING = """
Mapping:
  Type: AWS::Lambda::EventSourceMapping
  Properties:
    EventSourceArn: !GetAtt Source.Arn
    FunctionName: !Ref Watch
    StartingPosition: LATEST
    DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
"""


@rule(
    id="KMS016",
    name="failure-destination-key",
    title="the function of a mapping may use the key of its failure destination",
    severity=Severity.WARNING,
    resources=MAPPINGS,
    why="the mapping deploys, and what fails is lost: the destination asks for a data key with the function's role",
    fix="allow kms:GenerateDataKey and kms:Decrypt on the key, in the role or in the key policy",
    source="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html and "
    "https://docs.aws.amazon.com/lambda/latest/dg/with-msk-on-failure.html (read 2026-11-21)",
    bad=template(KEY, SOURCE, QUEUE, FUNCTION, role("Role", READ_MAPPED, SEND, service=LAMBDA), MAPPING),
    good=template(KEY, SOURCE, QUEUE, FUNCTION, role("Role", READ_MAPPED, SEND, ENCRYPT, service=LAMBDA), MAPPING),
)
def failure_destination_key(resource: ResourceView) -> Iterator[Violation]:
    """Check the mappings of one resource whose failure destination is part of the app."""
    for mapping in mappings_of(resource):
        destination = mapping["DestinationConfig.OnFailure.Destination"]
        if destination.reference is None or not mapping.reads(KINESIS):
            continue
        found = destination.target
        if found is None or found.type not in SERVICES:
            continue
        key = bucket_key(found) if found.type == "AWS::S3::Bucket" else key_of(found["KmsMasterKeyId"])
        role_value = function_role(mapping) if key is not None else None
        if key is None or role_value is None or may_use(role_value, key, DATA_KEY, SERVICES[found.type]):
            continue
        yield Violation(
            destination,
            message=f"{found.id} is encrypted with {key.id}, which the function's role may not use",
            allowed=f"{DATA_KEY} on {key.id}",
        )
