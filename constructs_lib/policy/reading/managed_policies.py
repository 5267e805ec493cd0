"""What the managed policies of AWS allow, as far as pipelines use them.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference, one page per policy (read 2026-11-17, that of
AWSLambdaMSKExecutionRole 2026-11-21). Each allows its actions on every resource. A policy that is not here is not
known, and then nothing is said about its role.
"""

from __future__ import annotations

LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
INTERFACES = (
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
)
ALLOWED = {
    "AdministratorAccess": ("*",),
    "AmazonKinesisFullAccess": ("kinesis:*",),
    "AmazonKinesisReadOnlyAccess": ("kinesis:Get*", "kinesis:List*", "kinesis:Describe*"),
    "AmazonKinesisFirehoseFullAccess": ("firehose:*",),
    "AmazonKinesisFirehoseReadOnlyAccess": ("firehose:Describe*", "firehose:List*"),
    "AmazonS3FullAccess": ("s3:*",),
    "AmazonS3ReadOnlyAccess": ("s3:Get*", "s3:List*", "s3:Describe*"),
    "AmazonSQSFullAccess": ("sqs:*",),
    "service-role/AWSLambdaRole": ("lambda:InvokeFunction",),
    "AWSLambdaExecute": ("logs:*", "s3:GetObject", "s3:PutObject"),
    "AWSXRayDaemonWriteAccess": (
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:GetSamplingStatisticSummaries",
    ),
    "service-role/AWSLambdaBasicExecutionRole": LOGS,
    "service-role/AWSLambdaVPCAccessExecutionRole": (*LOGS, *INTERFACES),
    "service-role/AWSLambdaKinesisExecutionRole": (
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
        "kinesis:ListStreams",
        "kinesis:SubscribeToShard",
        *LOGS,
    ),
    "service-role/AWSLambdaSQSQueueExecutionRole": (
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        *LOGS,
    ),
    "service-role/AWSLambdaMSKExecutionRole": (
        "kafka:DescribeCluster",
        "kafka:DescribeClusterV2",
        "kafka:GetBootstrapBrokers",
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeVpcs",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        *LOGS,
    ),
    "service-role/AWSLambdaDynamoDBExecutionRole": (
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
        *LOGS,
    ),
}
OWNER = ":iam::aws:policy/"


def allowed_by(arn: str) -> tuple[str, ...] | None:
    """The actions that a managed policy of AWS allows on every resource; `None` when that is not known."""
    return ALLOWED.get(arn.partition(OWNER)[2])
