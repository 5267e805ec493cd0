"""Names that a service demands of the delivery streams it writes logs to."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.stream_names import begins_with, delivery_name, is_made_up
from constructs_lib.policy.reading.writers import PUTTERS
from constructs_lib.policy.rule import Violation, rule

WAF, GATEWAY = "aws-waf-logs-", "amazon-apigateway-"
PREFIXES = {
    "AWS::WAFv2::LoggingConfiguration": WAF,
    "AWS::ApiGateway::Stage": GATEWAY,
    "AWS::ApiGateway::Deployment": GATEWAY,
    "AWS::Serverless::Api": GATEWAY,
    "AWS::ApiGatewayV2::Stage": GATEWAY,
    "AWS::Serverless::HttpApi": GATEWAY,
}
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: {{DeliveryStreamName: {name}}}
  Logging:
    Type: AWS::WAFv2::LoggingConfiguration
    Properties:
      ResourceArn: arn:aws:wafv2:us-east-1:111122223333:regional/webacl/shop/1
      LogDestinationConfigs: [!GetAtt Delivery.Arn]
"""


@rule(
    id="PRD010",
    name="log-stream-name",
    title="delivery streams for logs of AWS WAF and API Gateway have the name that the service demands",
    severity=Severity.ERROR,
    resources=tuple(PREFIXES),
    why="the service refuses the ARN as a log destination",
    fix="set DeliveryStreamName so that it begins with aws-waf-logs- or amazon-apigateway-",
    source="botocore 1.44.5 wafv2 LoggingConfiguration, apigateway AccessLogSettings destinationArn (read 2026-11-21)",
    bad=EXAMPLE.format(name="waf-traffic"),
    good=EXAMPLE.format(name="aws-waf-logs-traffic"),
)
def log_stream_name(resource: ResourceView) -> Iterator[Violation]:
    """Check the destinations of one resource's logs."""
    prefix = PREFIXES[resource.type]
    for value in resource.each(PUTTERS[resource.type]):
        name = delivery_name(value)
        if name is None:
            continue
        if is_made_up(name):
            yield Violation(
                value,
                message=f"the delivery stream has no name, so it begins with the stack's and not with {prefix}",
                given="a name that CloudFormation makes up",
                allowed=f"a DeliveryStreamName that begins with {prefix}",
                severity=Severity.WARNING,
            )
            continue
        if not begins_with(value, name, prefix):
            yield Violation(
                value,
                message=f"the name of the delivery stream does not begin with {prefix}",
                given="".join(piece if isinstance(piece, str) else "..." for piece in name),
                allowed=f"a name that begins with {prefix}",
            )
