"""The Lambda function that Firehose sends every batch through."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aws_cdk import Duration, Size
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.cdk.delivery.processing import processor
from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.delivery.python_function import PythonFunction
from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.tokens import fractional_mebibytes, of_mebibytes, of_seconds, seconds, text

DEFAULT_BUFFER_MEBIBYTES = 1
DEFAULT_BUFFER_SECONDS = 60
DEFAULT_RETRIES = 3
DEFAULT_OUTPUT_GROWTH = 1.0


@dataclass(frozen=True, kw_only=True)
class LambdaTransform:
    """A function that answers each record with `Ok`, `Dropped` or `ProcessingFailed`.

    Attributes:
        function: the function; its timeout must cover a whole buffer. Give this or `entry`.
        entry: a Python file or folder to define a function of, packaged without Docker.
        buffer_size: how much of the input one call gets; 1 MiB unless given.
        buffer_interval: how long input is collected for a call; 60 s unless given.
        retries: calls after a failed one, before the batch counts as failed; 3 unless given.
        output_growth: bytes answered per byte received, at most; 1.0 unless declared. The answer to a full buffer, in
            base64, must fit the largest response of a function.

    Raises:
        ValueError: there is neither a function nor an entry, or both.

    Example:
        >>> LambdaTransform(entry="functions/clean.py").retries
        3
    """

    function: lambda_.IFunction | None = None
    entry: PythonEntry | str | Path | None = None
    buffer_size: Size = field(default_factory=lambda: of_mebibytes(DEFAULT_BUFFER_MEBIBYTES))
    buffer_interval: Duration = field(default_factory=lambda: of_seconds(DEFAULT_BUFFER_SECONDS))
    retries: int = DEFAULT_RETRIES
    output_growth: float = DEFAULT_OUTPUT_GROWTH

    def __post_init__(self) -> None:
        """Refuse what does not name one function."""
        if (self.function is None) is (self.entry is None):
            raise ValueError("transform needs one of function and entry: a function that is there, or a Python file")

    def resolve(self, scope: Construct) -> lambda_.IFunction:
        """Give the function; one of the entry is defined in the scope."""
        if self.function is not None:
            return self.function
        assert self.entry is not None
        entry = self.entry if isinstance(self.entry, PythonEntry) else PythonEntry(path=self.entry)
        return PythonFunction(scope, "Transform", entry=entry, description="Transforms records").function

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

    def allow(self, role: ServiceRole, function_arn: str) -> None:
        """Let the delivery stream call the function."""
        role.permissions.allow(("lambda:GetFunctionConfiguration", "lambda:InvokeFunction"), function_arn)
