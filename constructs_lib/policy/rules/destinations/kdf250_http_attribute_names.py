"""Attributes of an HTTP endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, HTTP
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      HttpEndpointDestinationConfiguration:
        EndpointConfiguration: {{Url: https://example.com}}
        RequestConfiguration:
          CommonAttributes:
            - {{AttributeName: team, AttributeValue: orders}}
            - {{AttributeName: {name}, AttributeValue: lake}}
"""


@rule(
    id="KDF250",
    name="http-attribute-names",
    title="common attributes of an HTTP endpoint have different names",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: a name may be there once",
    fix="give each attribute a name of its own",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-firehose-http-attribute-name-unique, "
    "2026-09-10",
    bad=EXAMPLE.format(name="team"),
    good=EXAMPLE.format(name="target"),
)
def http_attribute_names(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    seen: set[str] = set()
    for name in stream.each(f"{HTTP}.RequestConfiguration.CommonAttributes[].AttributeName"):
        if name.text in seen:
            yield Violation(name, message=f"the attribute {name.text} is there twice", allowed="another name")
        seen.add(name.text or "")
