"""Integrations of HTTP APIs that put records."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.writers import INTEGRATION, PUT_SUBTYPE
from constructs_lib.policy.rule import Violation, rule

KINESIS = "Kinesis-"
NEEDED = ("StreamName", "Data", "PartitionKey")
VERSION = "1.0"
EXAMPLE = """
Resources:
  Put:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: shop
      IntegrationType: AWS_PROXY
      IntegrationSubtype: Kinesis-PutRecord
      PayloadFormatVersion: "1.0"
      CredentialsArn: arn:aws:iam::111122223333:role/api
      RequestParameters:
        StreamName: orders
        Data: $request.body.data
"""


@rule(
    id="PRD021",
    name="integration-parameters",
    title="an integration of an HTTP API that puts records has all of its parameters",
    severity=Severity.ERROR,
    resources=(INTEGRATION,),
    why="API Gateway refuses the integration: PutRecord is its only action of Kinesis, and needs these parameters",
    fix="use Kinesis-PutRecord with StreamName, Data and PartitionKey, and PayloadFormatVersion 1.0",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    "http-api-develop-integrations-aws-services-reference.html (read 2026-11-21)",
    bad=EXAMPLE,
    good=EXAMPLE + "        PartitionKey: $request.body.key\n",
)
def integration_parameters(integration: ResourceView) -> Iterator[Violation]:
    """Check one integration with Kinesis."""
    subtype = integration["IntegrationSubtype"]
    name = subtype.text or ""
    if not name.startswith(KINESIS):
        return
    if name != PUT_SUBTYPE:
        yield Violation(subtype, message=f"there is no integration {name}", allowed=PUT_SUBTYPE)
        return
    parameters, version = integration["RequestParameters"], integration["PayloadFormatVersion"]
    for key in NEEDED if not parameters.undecided else ():
        if parameters[key].absent:
            yield Violation(parameters[key], message=f"the integration has no {key}", allowed=", ".join(NEEDED))
    if version.exists and version.number != float(VERSION):
        yield Violation(version, message="the payload of the integration has another version", allowed=VERSION)
