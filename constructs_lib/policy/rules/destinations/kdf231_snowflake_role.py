"""The role that Firehose takes in Snowflake."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, SNOWFLAKE
from constructs_lib.policy.rule import Violation, rule

EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      SnowflakeDestinationConfiguration:
        SnowflakeRoleConfiguration: {{Enabled: true{role}}}
"""


@rule(
    id="KDF231",
    name="snowflake-role",
    title="an enabled Snowflake role is named",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream: an enabled role has to be provided",
    fix="set SnowflakeRole, or Enabled to false",
    source="refused in https://github.com/badmintoncryer/cdk-preflight: pf-firehose-snowflake-role-config, 2026-09-10",
    bad=EXAMPLE.format(role=""),
    good=EXAMPLE.format(role=", SnowflakeRole: LOADER"),
)
def snowflake_role(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    role = stream[f"{SNOWFLAKE}.SnowflakeRoleConfiguration"]
    if role["SnowflakeRole"].absent and role["Enabled"].flag:
        yield Violation(role["SnowflakeRole"], message="the Snowflake role is enabled, but not named", allowed="a role")
