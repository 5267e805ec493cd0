"""The answer of a transform against what Lambda lets a function answer."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, destinations, parameter, processors
from constructs_lib.policy.rule import Violation, rule

RESPONSE = limit("lambda-sync-response-bytes")
BUFFER = limit("firehose-lambda-buffer-size")
BYTES_PER_MB = 1024 * 1024
BASE64 = 4 / 3
RECORD_ID_LENGTH = 56
ENVELOPE_BYTES = len('{"records":[{"recordId":"","result":"Ok","data":""}]}') + RECORD_ID_LENGTH
"""What surrounds the data of a batch of one record: the least that any answer has. Real batches have more, but how many
records there will be is not known; the length of an id is that of a Kinesis sequence number."""
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Metadata:
      kinesis-constructs: {{output_growth: 2.0}}
    Properties:
      ExtendedS3DestinationConfiguration:
        ProcessingConfiguration:
          Enabled: true
          Processors:
            - Type: Lambda
              Parameters:
                - {{ParameterName: LambdaArn, ParameterValue: "arn:aws:lambda:us-east-1:111122223333:function:double"}}
                - {{ParameterName: BufferSizeInMBs, ParameterValue: "{size}"}}
"""


@rule(
    id="KDF051",
    name="transform-response-budget",
    title=f"the answer of a transform fits into {RESPONSE.high} bytes",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="Lambda refuses the larger answer, Firehose retries, and then the whole batch fails",
    fix="lower the transform's buffer size, or declare the growth that its output really has",
    source=RESPONSE.read,
    bad=EXAMPLE.format(size=3),
    good=EXAMPLE.format(size=2),
)
def transform_response_budget(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream whose transform declares the growth of its output."""
    growth = stream.hints.get("output_growth")
    if not isinstance(growth, int | float):
        return
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            buffer = parameter(processor, "BufferSizeInMBs")
            size = BUFFER.default if buffer is None else buffer.number
            if not isinstance(size, int | float):
                continue
            answer = size * BYTES_PER_MB * BASE64 * growth + ENVELOPE_BYTES
            if answer > RESPONSE.high:
                most = (RESPONSE.high - ENVELOPE_BYTES) / (BYTES_PER_MB * BASE64 * growth)
                yield Violation(
                    processor if buffer is None else buffer,
                    message=f"{size} MB that grow by {growth} answer {answer:.0f} bytes; allowed are {RESPONSE.high}",
                    given=f"{answer:.0f} bytes: {size} MB x {growth} growth x 4/3 for base64",
                    allowed=f"{RESPONSE.high} bytes: at most {int(most * 100) / 100} MB with this growth",
                )
