"""An account as moto keeps it: what is made here is told by somebody else's model of the services."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from moto import mock_aws
from moto.core.models import botocore_stubber

from constructs_lib.operate.audit.account import SETTINGS

Answer = tuple[int, Mapping[str, Any]]
Told = Answer | Callable[[Mapping[str, Any]], Answer | None]

ACCOUNT, REGION = "123456789012", "eu-west-1"
QUOTAS = "service-quotas:ListServiceQuotas"
SETTINGS_OF_LAMBDA = "lambda:GetAccountSettings"
LIMITS = {"AccountLimit": {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 990}}
TOLD: dict[str, Told] = {QUOTAS: (200, {"Quotas": []}), SETTINGS_OF_LAMBDA: (200, LIMITS)}
"""What moto has not: an answer of the service as it goes over the wire."""
WRITE = (
    "s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:ListBucketMultipartUploads",
    "s3:PutObject",
)  # fmt: skip
READ = ("kinesis:DescribeStream", "kinesis:GetShardIterator", "kinesis:GetRecords", "kinesis:ListShards")
FROM_STREAMS = "arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole"


@contextmanager
def account() -> Iterator[None]:
    """Mock AWS, with the policies that AWS manages, and functions that never run."""
    with mock_aws(config={"lambda": {"use_docker": False}, "iam": {"load_aws_managed_policies": True}}):
        yield


def client(service: str) -> Any:
    make: Any = boto3.client
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "secret"}
    return make(service, region_name=REGION, config=Config(**SETTINGS), **keys)


def clients(**told: Told) -> Callable[[str], Any]:
    """Make clients that get some answers from a table, as HTTP, and all others from moto.

    Args:
        told: by operation, such as `kinesis__ListStreams`: status and body, or what makes them of the request's body;
            None leaves the answer to moto.
    """
    table: dict[str, Told] = {**TOLD, **{key.replace("__", ":").replace("_", "-"): each for key, each in told.items()}}

    def make(service: str) -> Any:
        made = client(service)
        made.meta.events.unregister("before-send", botocore_stubber)
        made.meta.events.register("before-send", sender(service, table))
        return made

    return make


def sender(service: str, table: Mapping[str, Told]) -> Callable[..., AWSResponse | None]:
    def send(event_name: str, request: Any, **_: object) -> AWSResponse | None:
        given = table.get(f"{service}:{event_name.rpartition('.')[2]}")
        answer = given(json.loads(request.body or "{}")) if callable(given) else given
        return botocore_stubber(event_name, request) if answer is None else response(service, request.url, *answer)

    return send


def response(service: str, url: str, status: int, body: Mapping[str, Any]) -> AWSResponse:
    """Write an answer as the service's protocol does; of those that speak XML only refusals are needed."""
    written = json.dumps(body)
    if service in {"iam", "sts"}:
        error = f"<Error><Code>{body['__type']}</Code><Message>{body['message']}</Message></Error>"
        written = f"<ErrorResponse>{error}<RequestId>1</RequestId></ErrorResponse>"
    elif service == "s3":
        written = f"<Error><Code>{body['__type']}</Code><Message>{body['message']}</Message></Error>"
    raw = io.BytesIO(written.encode())
    raw.stream = lambda **_: iter([raw.read()])  # type: ignore[attr-defined]
    headers = HTTPHeaders()
    headers["x-amzn-errortype"] = str(body.get("__type", ""))
    return AWSResponse(url, status, headers, raw)


def refused(code: str, status: int = 400) -> Answer:
    return status, {"__type": code, "message": "User: me is not authorized"}


def stream(name: str, *, hours: int = 72, key: str | None = "alias/aws/kinesis", shards: int = 1) -> str:
    kinesis = client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=shards)
    if hours != 24:
        kinesis.increase_stream_retention_period(StreamName=name, RetentionPeriodHours=hours)
    if key:
        kinesis.start_stream_encryption(StreamName=name, EncryptionType="KMS", KeyId=key)
    return f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{name}"


def role(name: str, service: str, *managed: str) -> str:
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    arn: str = client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    for policy in managed:
        client("iam").attach_role_policy(RoleName=name, PolicyArn=policy)
    return arn


def allow(role_name: str, policy: str, actions: Sequence[str], *resources: str) -> None:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client("iam").put_role_policy(RoleName=role_name, PolicyName=policy, PolicyDocument=document)


def queue(name: str) -> str:
    url = client("sqs").create_queue(QueueName=name)["QueueUrl"]
    found = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(found["Attributes"]["QueueArn"])


def function(name: str, role_arn: str, *, timeout: int = 30) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): ...")
    made = client("lambda").create_function(
        FunctionName=name, Runtime="python3.13", Handler="index.handler", Role=role_arn, Timeout=timeout,
        Code={"ZipFile": packed.getvalue()},
    )  # fmt: skip
    return str(made["FunctionArn"])


def mapping(source: str, function_arn: str, failures: str | None, **others: Any) -> str:
    sound: dict[str, Any] = {
        "StartingPosition": "TRIM_HORIZON",
        "MaximumRetryAttempts": 10,
        "MaximumRecordAgeInSeconds": 3600,
        "BisectBatchOnFunctionError": True,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
    }
    if failures:
        sound["DestinationConfig"] = {"OnFailure": {"Destination": failures}}
    made = client("lambda").create_event_source_mapping(
        EventSourceArn=source, FunctionName=function_arn, **sound | others
    )
    return str(made["EventSourceMappingArn"])


def bucket(name: str) -> str:
    client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return f"arn:aws:s3:::{name}"


def delivery(name: str, bucket_arn: str, role_arn: str, source: str | None = None, **others: Any) -> str:
    given: dict[str, Any] = {"DeliveryStreamType": "DirectPut"}
    if source:
        given = {
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": {"KinesisStreamARN": source, "RoleARN": role_arn},
        }
    lake = {
        "BucketARN": bucket_arn,
        "RoleARN": role_arn,
        "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 300},
        "CompressionFormat": "GZIP",
    }
    made = client("firehose").create_delivery_stream(
        DeliveryStreamName=name, ExtendedS3DestinationConfiguration=lake | others, **given
    )
    return str(made["DeliveryStreamARN"])


def alarm(name: str, dimensions: Mapping[str, str], **others: Any) -> str:
    sound: dict[str, Any] = {
        "Namespace": "AWS/Kinesis",
        "MetricName": "GetRecords.IteratorAgeMilliseconds",
        "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
        "Statistic": "Maximum",
        "Period": 60,
        "EvaluationPeriods": 5,
        "Threshold": 3_600_000,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    client("cloudwatch").put_metric_alarm(AlarmName=name, **sound | others)
    return f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}"


@dataclass(frozen=True)
class Pipeline:
    """What stands in an account for one name, by ARN."""

    name: str
    stream: str
    mapping: str
    delivery: str
    alarm: str


def pipeline(name: str) -> Pipeline:
    """Make a stream with a function, a delivery to a bucket and an alarm, all as they should be."""
    source, failures, lake, group = stream(name), queue(f"{name}-failures"), bucket(f"{name}-lake"), f"/firehose/{name}"
    handler = function(name, role(f"{name}-function", "lambda.amazonaws.com", FROM_STREAMS))
    allow(f"{name}-function", "failures", ["sqs:SendMessage"], failures)
    deliverer = role(f"{name}-delivery", "firehose.amazonaws.com")
    allow(f"{name}-delivery", "write", WRITE, lake, f"{lake}/*")
    allow(f"{name}-delivery", "read", READ, source)
    allow(f"{name}-delivery", "log", ["logs:PutLogEvents"], f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{group}:*")
    client("logs").create_log_group(logGroupName=group)
    client("logs").create_log_stream(logGroupName=group, logStreamName="S3")
    return Pipeline(
        name=name,
        stream=source,
        mapping=mapping(source, handler, failures),
        delivery=delivery(name, lake, deliverer, source, CloudWatchLoggingOptions=log(group)),
        alarm=alarm(f"{name}-age", {"StreamName": name}),
    )


def log(group: str) -> dict[str, Any]:
    return {"Enabled": True, "LogGroupName": group, "LogStreamName": "S3"}
