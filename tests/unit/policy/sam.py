"""SAM templates with one function and one event."""

from __future__ import annotations

SAM = """
Transform: AWS::Serverless-2016-10-31
Parameters: {{Size: {{Type: Number}}}}
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: {stream}
  Jobs:
    Type: AWS::SQS::Queue
  Watch:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      {function}
      Events:
        Incoming:
          Type: {type}
          Properties:
            {settings}
"""


def sam(
    *settings: str,
    type: str = "Kinesis",
    source: str = "Stream: !GetAtt Orders.Arn",
    stream: str = "{ShardCount: 1}",
    function: str = "Timeout: 3",
) -> str:
    lines = "\n            ".join((source, *settings))
    return SAM.format(settings=lines, type=type, stream=stream, function=function)
