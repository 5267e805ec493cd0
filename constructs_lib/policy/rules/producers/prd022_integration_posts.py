"""Integrations of REST APIs that call Kinesis or Firehose."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.gateway import METHOD, called
from constructs_lib.policy.rule import Violation, rule

POST = "POST"
EXAMPLE = """
Resources:
  Put:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: shop
      ResourceId: orders
      HttpMethod: PUT
      Integration:
        Type: AWS
        IntegrationHttpMethod: {method}
        Uri: arn:aws:apigateway:us-east-1:kinesis:action/PutRecord
        Credentials: arn:aws:iam::111122223333:role/api
"""


@rule(
    id="PRD022",
    name="integration-posts",
    title="an integration of a REST API calls Kinesis and Firehose by POST, with a role",
    severity=Severity.WARNING,
    resources=(METHOD,),
    why="the method deploys, and every call of it is refused: actions are posted, and signed with credentials",
    fix="set IntegrationHttpMethod to POST and Credentials to a role",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-kinesis.html"
    " (read 2026-11-21)",
    bad=EXAMPLE.format(method="PUT"),
    good=EXAMPLE.format(method="POST"),
)
def integration_posts(method: ResourceView) -> Iterator[Violation]:
    """Check one method whose integration calls an action of Kinesis or Firehose."""
    if called(method) is None:
        return
    integration = method["Integration"]
    verb, credentials = integration["IntegrationHttpMethod"], integration["Credentials"]
    if verb.exists and verb.text != POST:
        yield Violation(verb, message=f"the action is called by {verb.text}", allowed=POST)
    if credentials.absent:
        yield Violation(credentials, message="the action is called without credentials", allowed="the ARN of a role")
