"""The template that examples of mappings share."""

from __future__ import annotations

STREAM = "{ShardCount: 1}"
MSK = "arn:aws:kafka:us-east-1:111122223333:cluster/orders/1234abcd-12ab-34cd-56ef-1234567890ab-1"
SETTINGS = "\n      "


def example(
    *settings: str, stream: str = STREAM, source: str = "!GetAtt Orders.Arn", function: str = "watch-orders"
) -> str:
    """Write a template with a stream and a mapping.

    Args:
        settings: lines of the mapping's properties.
        stream: the stream's properties, in flow style.
        source: of the mapping.
        function: of the mapping.
    """
    return f"""
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {stream}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: {source}
      FunctionName: {function}
      {SETTINGS.join(settings) or "Enabled: true"}
"""
