"""Clients that answer from a table, and refuse as the services do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Lock
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError

ACCOUNT, REGION = "111122223333", "eu-west-1"
STREAM_ARN = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/orders"
FUNCTION_ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:handle"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/service/handler"
MAPPING_ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:0f1e"
STREAM = {
    "StreamName": "orders",
    "StreamARN": STREAM_ARN,
    "StreamModeDetails": {"StreamMode": "PROVISIONED"},
    "RetentionPeriodHours": 24,
    "EnhancedMonitoring": [{"ShardLevelMetrics": []}],
    "EncryptionType": "KMS",
    "KeyId": "alias/aws/kinesis",
    "OpenShardCount": 2,
}
MAPPING = {
    "UUID": "0f1e",
    "EventSourceMappingArn": MAPPING_ARN,
    "EventSourceArn": STREAM_ARN,
    "FunctionArn": FUNCTION_ARN,
    "StartingPosition": "LATEST",
    "State": "Enabled",
    "BatchSize": 100,
    "MaximumRetryAttempts": 3,
    "MaximumRecordAgeInSeconds": 3600,
    "BisectBatchOnFunctionError": True,
    "DestinationConfig": {"OnFailure": {}},
}
TRUST = {
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]
}
LIMITS = {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 900}
ANSWERS: Mapping[str, Any] = {
    "sts:get_caller_identity": {"Account": ACCOUNT, "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/me"},
    "kinesis:list_streams": {"StreamSummaries": [{"StreamName": "orders", "StreamARN": STREAM_ARN}]},
    "kinesis:describe_stream_summary": {"StreamDescriptionSummary": STREAM},
    "kinesis:list_stream_consumers": {"Consumers": []},
    "kinesis:get_resource_policy": {"Policy": "{}"},
    "kinesis:describe_limits": {"ShardLimit": 500, "OpenShardCount": 2},
    "firehose:list_delivery_streams": {"DeliveryStreamNames": [], "HasMoreDeliveryStreams": False},
    "lambda:list_event_source_mappings": {"EventSourceMappings": [MAPPING]},
    "lambda:get_function_configuration": {"FunctionName": "handle", "FunctionArn": FUNCTION_ARN, "Role": ROLE_ARN},
    "lambda:get_function_concurrency": {},
    "lambda:get_account_settings": {"AccountLimit": LIMITS},
    "iam:get_role": {"Role": {"RoleName": "handler", "Arn": ROLE_ARN, "AssumeRolePolicyDocument": TRUST}},
    "iam:list_role_policies": {"PolicyNames": []},
    "iam:list_attached_role_policies": {"AttachedPolicies": []},
    "cloudwatch:describe_alarms": {"MetricAlarms": []},
    "service-quotas:list_service_quotas": {"Quotas": []},
    "cloudformation:describe_stacks": {"Stacks": [{"StackName": "pipeline"}]},
}  # fmt: skip


def refusal(code: str, message: str = "no") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "Operation")


class Pages:
    """A paginator that gives an answer, or several, or refuses."""

    def __init__(self, ask: Any) -> None:
        self.ask = ask

    def paginate(self, **arguments: Any) -> Iterator[Mapping[str, Any]]:
        answer = self.ask(**arguments)
        yield from answer if isinstance(answer, list) else [answer]


class Client:
    def __init__(self, service: str, answers: Mapping[str, Any], calls: list[str]) -> None:
        self.service, self.answers, self.calls = service, answers, calls
        self.meta = SimpleNamespace(region_name=REGION)
        self.lock = Lock()

    def __getattr__(self, method: str) -> Any:
        def ask(**arguments: Any) -> Any:
            with self.lock:
                self.calls.append(f"{self.service}:{method}")
            answer = self.answers[f"{self.service}:{method}"]
            answer = answer(**arguments) if callable(answer) else answer
            if isinstance(answer, Exception):
                raise answer
            return answer

        return ask

    def get_paginator(self, method: str) -> Pages:
        return Pages(getattr(self, method))


class Aws:
    """An account that answers from a table; the calls it got stand in `calls`."""

    def __init__(self, **others: Any) -> None:
        named = {
            key.replace("__", ":").replace("service_quotas:", "service-quotas:"): value for key, value in others.items()
        }
        self.answers = {**ANSWERS, **named}
        self.calls: list[str] = []

    def __call__(self, service: str) -> Client:
        return Client(service, self.answers, self.calls)
