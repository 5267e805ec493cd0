"""Permission to call the function of a transform."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import BUCKET, OBJECTS, ROLE_GUIDE, role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.delivery_access import invoke_needs
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

FUNCTION = "Transform: {Type: AWS::Lambda::Function, Properties: {Runtime: python3.13, Handler: index.handler}}"
INVOKE = (
    "{Effect: Allow, Action: 'lambda:InvokeFunction', Resource: [!GetAtt Transform.Arn, !Sub '${Transform.Arn}:*']}"
)
DELIVERY = """
Delivery:
  Type: AWS::KinesisFirehose::DeliveryStream
  Properties:
    ExtendedS3DestinationConfiguration:
      BucketARN: !GetAtt Bucket.Arn
      RoleARN: !GetAtt Role.Arn
      ProcessingConfiguration:
        Enabled: true
        Processors:
          - {Type: Lambda, Parameters: [{ParameterName: LambdaArn, ParameterValue: !GetAtt Transform.Arn}]}
"""


@rule(
    id="IAM032",
    name="delivery-role-invokes-transform",
    title="delivery roles may invoke their transforms",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream deploys, and every batch then fails and goes to the error output",
    fix="allow lambda:InvokeFunction on the function and its qualifiers",
    source=ROLE_GUIDE,
    bad=template(BUCKET, FUNCTION, role("Role", OBJECTS), DELIVERY),
    good=template(BUCKET, FUNCTION, role("Role", OBJECTS, INVOKE), DELIVERY),
)
def delivery_role_invokes_transform(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream's roles."""
    for need in unmet(invoke_needs(stream)):
        yield Violation(
            need.role,
            message="the role is not allowed to invoke the function of the transform",
            allowed="lambda:InvokeFunction on the function",
        )
