"""A pipeline as AWS describes it, with every default that the services fill in."""

from __future__ import annotations

from typing import Any

from constructs_lib.operate.audit import audit
from constructs_lib.operate.audit.account import Account
from tests.unit.operate.audit.fakes import ACCOUNT, FUNCTION_ARN, MAPPING, REGION, STREAM_ARN, Aws, refusal

DELIVERY_ARN = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/lake"
QUEUE_ARN = f"arn:aws:sqs:{REGION}:{ACCOUNT}:failures"
BUCKET_ARN = "arn:aws:s3:::the-lake"
DELIVERY_ROLE = f"arn:aws:iam::{ACCOUNT}:role/delivery"
GROUP = "/aws/kinesisfirehose/lake"
GROUP_ARN = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}:*"
CLEAN_ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:clean:$LATEST"
SOUND_MAPPING = {
    **MAPPING,
    "MaximumBatchingWindowInSeconds": 0,
    "ParallelizationFactor": 2,
    "TumblingWindowInSeconds": 0,
    "FunctionResponseTypes": ["ReportBatchItemFailures"],
    "DestinationConfig": {"OnFailure": {"Destination": QUEUE_ARN}},
    "StateTransitionReason": "User action",
}
PARAMETERS = {
    "LambdaArn": CLEAN_ARN,
    "NumberOfRetries": "3",
    "RoleArn": DELIVERY_ROLE,
    "BufferSizeInMBs": "1.0",
    "BufferIntervalInSeconds": "60",
}
S3: dict[str, Any] = {
    "RoleARN": DELIVERY_ROLE,
    "BucketARN": BUCKET_ARN,
    "Prefix": "orders/!{timestamp:yyyy}/",
    "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
    "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 300},
    "CompressionFormat": "GZIP",
    "EncryptionConfiguration": {"NoEncryptionConfig": "NoEncryption"},
    "CloudWatchLoggingOptions": {"Enabled": True, "LogGroupName": GROUP, "LogStreamName": "DestinationDelivery"},
}
EXTENDED = {
    **S3,
    "ProcessingConfiguration": {
        "Enabled": True,
        "Processors": [
            {
                "Type": "Lambda",
                "Parameters": [{"ParameterName": name, "ParameterValue": value} for name, value in PARAMETERS.items()],
            }
        ],
    },
    "S3BackupMode": "Disabled",
    "DataFormatConversionConfiguration": {"Enabled": False},
    "DynamicPartitioningConfiguration": {"Enabled": False},
    "FileExtension": "",
    "CustomTimeZone": "UTC",
}
DELIVERY = {
    "DeliveryStreamName": "lake",
    "DeliveryStreamARN": DELIVERY_ARN,
    "DeliveryStreamStatus": "ACTIVE",
    "DeliveryStreamEncryptionConfiguration": {"Status": "DISABLED"},
    "DeliveryStreamType": "KinesisStreamAsSource",
    "VersionId": "1",
    "Source": {"KinesisStreamSourceDescription": {"KinesisStreamARN": STREAM_ARN, "RoleARN": DELIVERY_ROLE}},
    "Destinations": [
        {
            "DestinationId": "destinationId-1",
            "S3DestinationDescription": S3,
            "ExtendedS3DestinationDescription": EXTENDED,
        }
    ],
    "HasMoreDestinations": False,
}
READING = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords"]
READING += ["kinesis:GetShardIterator", "kinesis:ListShards"]
OBJECTS = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
BUCKET = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
STATEMENTS = {
    "handler": [(READING, STREAM_ARN), (["sqs:SendMessage"], QUEUE_ARN)],
    "delivery": [
        (READING, f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/*"),
        (OBJECTS, f"{BUCKET_ARN}/*"),
        (BUCKET, BUCKET_ARN),
        (["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"], CLEAN_ARN),
        (["logs:PutLogEvents"], GROUP_ARN),
    ],
}
AGE = {
    "AlarmName": "age",
    "AlarmArn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:age",
    "ActionsEnabled": True,
    "OKActions": [],
    "AlarmActions": [f"arn:aws:sns:{REGION}:{ACCOUNT}:operators"],
    "InsufficientDataActions": [],
    "StateValue": "OK",
    "MetricName": "GetRecords.IteratorAgeMilliseconds",
    "Namespace": "AWS/Kinesis",
    "Statistic": "Maximum",
    "Dimensions": [{"Name": "StreamName", "Value": "orders"}],
    "Period": 60,
    "EvaluationPeriods": 5,
    "DatapointsToAlarm": 5,
    "Threshold": 3_600_000.0,
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "missing",
}


def function(**asked: str) -> dict[str, Any]:
    name = asked["FunctionName"].split(":")[6]
    role = f"arn:aws:iam::{ACCOUNT}:role/handler"
    return {"FunctionName": name, "FunctionArn": asked["FunctionName"], "Role": role, "Timeout": 90, "MemorySize": 512}


def role(**asked: str) -> dict[str, Any]:
    service = {"handler": "lambda", "delivery": "firehose"}[asked["RoleName"]]
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    arn = f"arn:aws:iam::{ACCOUNT}:role/{asked['RoleName']}"
    return {"Role": {"RoleName": asked["RoleName"], "Arn": arn, "AssumeRolePolicyDocument": {"Statement": [trust]}}}


def role_policy(**asked: str) -> dict[str, Any]:
    written = [{"Effect": "Allow", "Action": does, "Resource": on} for does, on in STATEMENTS[asked["RoleName"]]]
    return {"PolicyDocument": {"Version": "2012-10-17", "Statement": written}}


def account(**others: Any) -> Aws:
    encryption = {
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]
    }
    answers: dict[str, Any] = {
        "firehose__list_delivery_streams": {"DeliveryStreamNames": ["lake"], "HasMoreDeliveryStreams": False},
        "firehose__describe_delivery_stream": {"DeliveryStreamDescription": DELIVERY},
        "lambda__list_event_source_mappings": {"EventSourceMappings": [SOUND_MAPPING]},
        "lambda__get_function_configuration": function,
        "iam__get_role": role,
        "iam__list_role_policies": {"PolicyNames": ["own"]},
        "iam__get_role_policy": role_policy,
        "cloudwatch__describe_alarms": {"MetricAlarms": [AGE]},
        "logs__describe_log_groups": {
            "logGroups": [{"logGroupName": GROUP, "arn": GROUP_ARN, "logGroupClass": "STANDARD"}]
        },
        "logs__describe_log_streams": {"logStreams": [{"logStreamName": "DestinationDelivery"}]},
        "s3__get_bucket_encryption": {"ServerSideEncryptionConfiguration": encryption},
        "s3__get_bucket_policy": refusal("NoSuchBucketPolicy"),
    }
    return Aws(**answers | others)


def test_a_sound_pipeline_with_all_its_defaults_has_no_finding() -> None:
    report = audit(Account(account()))
    assert [str(finding) for finding in report.findings] == []
    assert [str(one) for one in report.skipped] == []
    assert report.undecided == []
    assert report.resources == 12


def test_a_permission_that_is_taken_away_is_missed_through_the_alias() -> None:
    def less(**asked: str) -> dict[str, Any]:
        kept = [each for each in role_policy(**asked)["PolicyDocument"]["Statement"] if each["Resource"] != CLEAN_ARN]
        return {"PolicyDocument": {"Statement": kept}}

    report = audit(Account(account(iam__get_role_policy=less)))
    assert [(one.rule, one.resource) for one in report.findings] == [("IAM032", DELIVERY_ARN)]


def test_a_finding_names_the_account_and_region_that_are_audited() -> None:
    alarm = {**AGE, "Dimensions": [{"Name": "StreamName", "Value": STREAM_ARN}]}
    report = audit(Account(account(cloudwatch__describe_alarms={"MetricAlarms": [alarm]})))
    found = next(finding for finding in report.findings if finding.rule == "CWA012")
    assert found.given == STREAM_ARN
    assert FUNCTION_ARN not in str(found)


def test_a_log_group_without_the_log_stream_is_found() -> None:
    report = audit(Account(account(logs__describe_log_streams={"logStreams": []})))
    assert {finding.rule for finding in report.findings} == {"KDF135"}


def test_a_log_group_whose_streams_may_not_be_listed_is_left_alone() -> None:
    report = audit(Account(account(logs__describe_log_streams=refusal("AccessDeniedException"))))
    assert [str(finding) for finding in report.findings] == []
