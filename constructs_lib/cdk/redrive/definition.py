"""The states of a redrive, in the Amazon States Language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from constructs_lib.limits import limit

PAYLOAD = limit("sfn-payload-bytes")
TOLERATED = limit("sfn-map-tolerated-failure-percentage")
BATCH_BYTES = int(PAYLOAD.high) // 2
"""What a batch may hold: the other half is for what a call says about the objects that it left."""
LABEL = "Redrive"

# What Lambda asks callers to try again, and calls that failed otherwise: a call that fails has sent nothing, unless
# the function was killed. Source: Step Functions Developer Guide, Handle errors; Best practices for Lambda.
SERVICE_ERRORS = [
    *("Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"),
    "Lambda.TooManyRequestsException",
]
REFUSED = "RunRefused"
RETRY = [
    {"ErrorEquals": [REFUSED], "MaxAttempts": 0},
    {"ErrorEquals": SERVICE_ERRORS, "IntervalSeconds": 2, "BackoffRate": 2, "MaxAttempts": 8, "JitterStrategy": "FULL"},
    {"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 5, "BackoffRate": 3, "MaxAttempts": 2},
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How wide a redrive runs.

    Attributes:
        batches: how many are worked on at a time.
        objects: in one batch at most.
        tolerated_percentage: of the objects may be in batches that fail before the execution does.

    Raises:
        ValueError: a number is outside its bounds.
    """

    batches: int
    objects: int
    tolerated_percentage: int

    def __post_init__(self) -> None:
        for name, number in (("max_concurrency", self.batches), ("batch_objects", self.objects)):
            if number < 1:
                raise ValueError(f"{name} is {number}: give at least 1")
        if self.tolerated_percentage not in TOLERATED:
            raise ValueError(
                f"tolerated_failure_percentage is {self.tolerated_percentage}: give {TOLERATED.low:g} to "
                f"{TOLERATED.high:g}"
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What the states work with; may hold tokens.

    Attributes:
        partition: of the ARNs of Step Functions' own integrations.
        function: ARN of the function.
        bucket: name of the failure bucket.
    """

    partition: str
    function: str
    bucket: str

    def integration(self, name: str) -> str:
        """Give the ARN of an integration."""
        return f"arn:{self.partition}:states:::{name}"

    def call(self, **payload: str) -> dict[str, Any]:
        """Write a state that calls the function."""
        return {
            "Type": "Task",
            "Resource": self.integration("lambda:invoke"),
            "Parameters": {"FunctionName": self.function, "Payload": payload},
            "OutputPath": "$.Payload",
            "Retry": RETRY,
        }


def definition(shape: Shape, parts: Parts) -> dict[str, Any]:
    """Write the states.

    Children of the map are standard workflows: express ones are run at least once, and may end after five minutes.

    Source: Step Functions Developer Guide, Distributed Map state; Amazon States Language.
    """
    return {
        "Comment": "Sends the records of failure objects again",
        "StartAt": "Begin",
        "States": {
            "Begin": {
                **parts.call(step="begin", **{"input.$": "$$.Execution.Input", "execution.$": "$$.Execution.Name"}),
                "Next": "AnyObjects",
            },
            "AnyObjects": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.any", "BooleanEquals": True, "Next": "Redrive"}],
                "Default": "Report",
            },
            "Redrive": {**_map(shape, parts), "ResultPath": "$.map", "Next": "Report"},
            "Report": {**parts.call(step="report", **{"run.$": "$"}), "End": True},
        },
    }


def _map(shape: Shape, parts: Parts) -> dict[str, Any]:
    item = "$$.Map.Item.Value"
    return {
        "Type": "Map",
        "Label": LABEL,
        "MaxConcurrency": shape.batches,
        "ToleratedFailurePercentage": shape.tolerated_percentage,
        "ItemReader": {
            "Resource": parts.integration("s3:listObjectsV2"),
            "Parameters": {"Bucket": parts.bucket, "Prefix.$": "$.options.prefix"},
        },
        "ItemSelector": {f"{name}.$": f"{item}.{name}" for name in ("Key", "LastModified", "Size")},
        "ItemBatcher": {
            "MaxItemsPerBatch": shape.objects,
            "MaxInputBytesPerBatch": BATCH_BYTES,
            "BatchInput": {"options.$": "$.options"},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
            "StartAt": "Send",
            "States": {
                "Send": {**parts.call(step="send", **{"batch.$": "$"}), "Next": "MoreInBatch"},
                "MoreInBatch": {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.more", "BooleanEquals": True, "Next": "Send"}],
                    "Default": "Through",
                },
                "Through": {
                    "Type": "Pass",
                    "Parameters": {f"{name}.$": f"$.{name}" for name in ("totals", "objects", "left_out", "kept")},
                    "End": True,
                },
            },
        },
        "ResultWriter": {
            "Resource": parts.integration("s3:putObject"),
            "Parameters": {"Bucket": parts.bucket, "Prefix.$": "$.results"},
            "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"},
        },
    }
