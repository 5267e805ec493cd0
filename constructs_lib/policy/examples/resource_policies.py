"""The template that examples of resource policies share."""

from __future__ import annotations

EXAMPLE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {{ShardCount: 1}}
  Sharing:
    Type: AWS::Kinesis::ResourcePolicy
    Properties:
      ResourceArn: !GetAtt Orders.Arn
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            {principal}
            Action: {action}
            Resource: {resource}
"""


def example(
    *,
    principal: str = 'Principal: {AWS: "111122223333"}',
    action: str = "kinesis:GetRecords",
    resource: str = "!GetAtt Orders.Arn",
) -> str:
    """Write a stream with a resource policy of one statement."""
    return EXAMPLE.format(principal=principal, action=action, resource=resource)
