"""Permission of an API's integration to call Kinesis or Firehose."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.examples.access import role, template
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.gateway import METHOD, PRINCIPAL, calls
from constructs_lib.policy.reading.needs import unmet
from constructs_lib.policy.rule import Violation, rule

STREAM = "Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}"
PUT = "{Effect: Allow, Action: 'kinesis:PutRecord', Resource: '*'}"
API = """
Method:
  Type: AWS::ApiGateway::Method
  Properties:
    HttpMethod: POST
    Integration:
      Type: AWS
      IntegrationHttpMethod: POST
      Credentials: !GetAtt Role.Arn
      Uri: !Sub "arn:${AWS::Partition}:apigateway:${AWS::Region}:kinesis:action/PutRecord"
"""


@rule(
    id="IAM051",
    name="integration-role-calls-streams",
    title="the role of an API's integration may call the action of Kinesis or Firehose in its URI",
    severity=Severity.WARNING,
    resources=(METHOD,),
    why="the API deploys, and every request is answered with AccessDeniedException",
    fix="allow the action of the integration's URI on the stream",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-kinesis.html"
    " (read 2026-11-21)",
    bad=template(STREAM, role("Role", PUT.replace("PutRecord", "ListShards"), service=PRINCIPAL), API),
    good=template(STREAM, role("Role", PUT, service=PRINCIPAL), API),
)
def integration_role_calls_streams(method: ResourceView) -> Iterator[Violation]:
    """Check one method; a grant on any stream may be the right one, so only a missing action is certain."""
    for need in unmet(calls(method)):
        yield Violation(
            need.role, message=f"the role is not allowed {need.action}", allowed=f"{need.action} on the stream"
        )
