"""Templates to measure with: as many pipelines as wanted, all right, each with everything that a rule looks at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RESOURCES_PER_PIPELINE = 5
READ = (
    "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetShardIterator", "kinesis:GetRecords",
    "kinesis:ListShards",
)  # fmt: skip
WRITE = (
    "s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
)  # fmt: skip


def template(resources: int) -> dict[str, Any]:
    """Make a template with so many resources: pipelines, and buckets for what is left over."""
    found: dict[str, Any] = {}
    for number in range(resources // RESOURCES_PER_PIPELINE):
        found |= pipeline(number)
    for number in range(resources % RESOURCES_PER_PIPELINE):
        found[f"Archive{number}"] = {"Type": "AWS::S3::Bucket"}
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": found}


def pipeline(number: int) -> dict[str, Any]:
    """Make a stream that is delivered to a bucket, the role for that, and an alarm."""
    stream, bucket, role = f"Stream{number}", f"Bucket{number}", f"Role{number}"
    return {
        stream: resource("AWS::Kinesis::Stream", ShardCount=1, RetentionPeriodHours=48),
        bucket: {"Type": "AWS::S3::Bucket"},
        role: delivery_role(stream, bucket),
        f"Delivery{number}": resource(
            "AWS::KinesisFirehose::DeliveryStream",
            DeliveryStreamType="KinesisStreamAsSource",
            KinesisStreamSourceConfiguration={"KinesisStreamARN": arn(stream), "RoleARN": arn(role)},
            ExtendedS3DestinationConfiguration={
                "BucketARN": arn(bucket),
                "RoleARN": arn(role),
                "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
                "Prefix": "orders/!{timestamp:yyyy/MM/dd}/",
                "ErrorOutputPrefix": "failed/!{firehose:error-output-type}/",
            },
        ),
        f"Alarm{number}": resource(
            "AWS::CloudWatch::Alarm",
            Namespace="AWS/Kinesis",
            MetricName="IncomingBytes",
            Dimensions=[{"Name": "StreamName", "Value": {"Ref": stream}}],
            ComparisonOperator="GreaterThanThreshold",
            EvaluationPeriods=1,
            Period=60,
            Statistic="Sum",
            Threshold=1,
        ),
    }


def delivery_role(stream: str, bucket: str) -> dict[str, Any]:
    """Make a role that reads a stream and writes to a bucket, granted as the CDK grants it."""
    objects = {"Fn::Join": ["", [arn(bucket), "/*"]]}
    return resource(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument=policy(
            {"Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ),
        Policies=[
            {
                "PolicyName": "delivery",
                "PolicyDocument": policy(
                    {"Action": WRITE, "Resource": [arn(bucket), objects]},
                    {"Action": READ, "Resource": arn(stream)},
                ),
            }
        ],
    )


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """Make a policy document that allows."""
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement} for statement in statements]}


def resource(type: str, **properties: Any) -> dict[str, Any]:
    """Make a resource."""
    return {"Type": type, "Properties": properties}


def arn(logical_id: str) -> dict[str, Any]:
    """Refer to a resource's ARN."""
    return {"Fn::GetAtt": [logical_id, "Arn"]}


def write_template(folder: Path, resources: int) -> Path:
    """Write a template with so many resources."""
    path = folder / f"{resources}.json"
    path.write_text(json.dumps(template(resources), indent=1), encoding="utf-8")
    return path


def write_folder(folder: Path, templates: int, resources: int) -> Path:
    """Write a folder of templates with so many resources each."""
    folder.mkdir()
    text = json.dumps(template(resources), indent=1)
    for number in range(templates):
        (folder / f"stack{number}.template.json").write_text(text, encoding="utf-8")
    return folder
