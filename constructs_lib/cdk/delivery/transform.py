"""The Lambda function that Firehose sends every batch through."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Duration, Size
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

from constructs_lib.cdk.delivery.processing import processor
from constructs_lib.cdk.tokens import fractional_mebibytes, seconds, text

DEFAULT_BUFFER_MEBIBYTES = 1
DEFAULT_BUFFER_SECONDS = 60
DEFAULT_RETRIES = 3
DEFAULT_OUTPUT_GROWTH = 1.0


@dataclass(frozen=True, kw_only=True)
class LambdaTransform:
    """A function that answers each record with `Ok`, `Dropped` or `ProcessingFailed`.

    Attributes:
        function: the function; its timeout must cover a whole buffer.
        buffer_size: how much of the input one call gets; 1 MiB unless given.
        buffer_interval: how long input is collected for a call; 60 s unless given.
        retries: calls after a failed one, before the batch counts as failed; 3 unless given.
        output_growth: bytes answered per byte received, at most; 1.0 unless declared. The answer to a full buffer, in
            base64, must fit the largest response of a function.
    """

    function: lambda_.IFunction
    buffer_size: Size = field(default_factory=lambda: Size.mebibytes(DEFAULT_BUFFER_MEBIBYTES))
    buffer_interval: Duration = field(default_factory=lambda: Duration.seconds(DEFAULT_BUFFER_SECONDS))
    retries: int = DEFAULT_RETRIES
    output_growth: float = DEFAULT_OUTPUT_GROWTH

    def processor(self, function_arn: str, role_arn: str) -> dict[str, Any]:
        """Give the processor in CloudFormation's casing: all values are strings."""
        parameters = {
            "LambdaArn": function_arn,
            "NumberOfRetries": text(self.retries),
            "BufferSizeInMBs": text(fractional_mebibytes(self.buffer_size, "transform.buffer_size")),
            "BufferIntervalInSeconds": text(seconds(self.buffer_interval, "transform.buffer_interval")),
            "RoleArn": role_arn,
        }
        return processor("Lambda", parameters)

    def allow(self, role: iam.Role, function_arn: str) -> None:
        """Let the delivery stream call the function."""
        actions = ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"]
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[function_arn]))
