"""What a delivery stream's roles must be allowed to do.

Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (read 2026-11-21).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constructs_lib.graph import ResourceView, Value, once
from constructs_lib.policy.reading.arns import Hole, Tokens, tokens_of
from constructs_lib.policy.reading.delivery import destinations, parameter, processors
from constructs_lib.policy.reading.needs import Need

SOURCE = "KinesisStreamSourceConfiguration"
S3_ITSELF = ("ExtendedS3DestinationConfiguration", "S3DestinationConfiguration")
SEARCH = ("AmazonopensearchserviceDestinationConfiguration", "ElasticsearchDestinationConfiguration")
SERVERLESS = "AmazonOpenSearchServerlessDestinationConfiguration"
ICEBERG = "IcebergDestinationConfiguration"
REDSHIFT = "RedshiftDestinationConfiguration"
"""Its S3 block is where records wait for COPY."""
MSK = "MSKSourceConfiguration"
LOGGING = "CloudWatchLoggingOptions"
LOGGED_BLOCKS = ("", "S3Configuration", "S3BackupConfiguration")
LOG_STREAM = ":log-stream:"
IN_SUBNETS = (
    "ec2:DescribeVpcs",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeSubnets",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeNetworkInterfaces",
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
)
OF_TOPIC = (
    ("kafka:GetBootstrapBrokers",),
    ("kafka:DescribeClusterV2", "kafka:DescribeCluster"),
    ("kafka-cluster:Connect",),
    ("kafka-cluster:DescribeTopic",),
    ("kafka-cluster:ReadData",),
)
VERSIONS = "glue:GetTableVersions"
OF_TABLES = ("glue:GetTable", "glue:GetDatabase", "glue:UpdateTable")
ROLE_KEY = "RoleARN"
PUT_OBJECT = ("s3:PutObject",)
EXPRESSION = tuple("!{")
LATEST = tuple(":$LATEST")
LOG_GROUP = tuple("arn:aws:logs:us-east-1:123456789012:log-group:")
S3_BLOCKS = ("*", "*.S3Configuration", "*.S3BackupConfiguration")
ROLE_BLOCKS = (
    *S3_BLOCKS,
    "*.DataFormatConversionConfiguration.SchemaConfiguration",
    "*.VpcConfiguration",
    "*.SecretsManagerConfiguration",
    "*.AuthenticationConfiguration",
)
"""Patterns of what holds a bucket, and of what holds a role."""
ANYTHING = None
SUFFIX = "-123456"
"""Stands for what Secrets Manager appends to a name: a hyphen and six characters that it makes up."""
"""Grants on any resource count: which one is meant is not written in the delivery stream, or not as an ARN."""
DESCRIBE = ("kinesis:DescribeStream",)
READ = (("kinesis:GetShardIterator",), ("kinesis:GetRecords",))
"""The guide lists kinesis:ListShards too; published templates without it work."""


def role_values(stream: ResourceView) -> Iterator[Value]:
    """Every role of a delivery stream."""
    for block in ROLE_BLOCKS:
        yield from configured(stream, f"{block}.{ROLE_KEY}")
    for destination in destinations(stream):
        for processor in processors(destination, "Lambda"):
            yield from filter(None, (parameter(processor, "RoleArn"),))


def configured(stream: ResourceView, pattern: str) -> Iterator[Value]:
    """Read every property that a pattern reaches; `*` at its beginning stands for the source and the destinations."""
    head, _, rest = pattern.partition(".")
    if head != "*":
        yield from stream.each(pattern)
        return
    for block in configurations(stream):
        yield from block.each(rest)


@once
def configurations(stream: ResourceView) -> Sequence[Value]:
    """The source and the destinations."""
    return [stream[name] for name in stream.resource.properties if name.endswith("Configuration")]


def source_needs(stream: ResourceView) -> Iterator[Need]:
    """What reading a Kinesis source takes."""
    source = stream[SOURCE]
    if source.absent or source["KinesisStreamARN"].absent:
        return
    arn = tokens_of(source["KinesisStreamARN"])
    yield Need(source[ROLE_KEY], DESCRIBE, (arn,), checked=True)
    for actions in READ:
        yield Need(source[ROLE_KEY], actions, (arn,))


def s3_blocks(stream: ResourceView) -> Iterator[Value]:
    """The S3 blocks that are in use: destinations, their staging or failure buckets, and enabled backups."""
    for destination in destinations(stream):
        if destination.path[0] in S3_ITSELF:
            yield destination
        elif destination["S3Configuration"].exists:
            yield destination["S3Configuration"]
        backup = destination["S3BackupConfiguration"]
        if backup.exists and destination["S3BackupMode"].text == "Enabled":
            yield backup


def write_needs(stream: ResourceView) -> Iterator[Need]:
    """What writing objects takes: under the prefix, unless failures alone are kept, and under an error prefix."""
    for block in s3_blocks(stream):
        if block["BucketARN"].absent:
            continue
        bucket = (*tokens_of(block["BucketARN"]), "/")
        if not (block["ErrorOutputPrefix"].exists and keeps_failures_alone(stream, block)):
            yield Need(block[ROLE_KEY], PUT_OBJECT, ((*bucket, *key_tokens(block["Prefix"])),))
        if block["ErrorOutputPrefix"].exists:
            yield Need(block[ROLE_KEY], PUT_OBJECT, ((*bucket, *key_tokens(block["ErrorOutputPrefix"])),))


def keeps_failures_alone(stream: ResourceView, block: Value) -> bool:
    """Tell whether a block is the backup of another destination, which gets what failed unless its mode says all."""
    destination, *below = block.path
    if below != ["S3Configuration"] or destination == REDSHIFT:
        return False
    mode = stream[str(destination)]["S3BackupMode"].text
    return mode is None or not mode.startswith("All")


def key_tokens(prefix: Value) -> Tokens:
    """What object keys begin with: the prefix up to its first expression, and then anything."""
    tokens = tokens_of(prefix)
    ends = (place for place in range(len(tokens)) if tokens[place : place + len(EXPRESSION)] == EXPRESSION)
    return (*tokens[: next(ends, len(tokens))], Hole.ANY)


def invoke_needs(stream: ResourceView) -> Iterator[Need]:
    """What calling the transforms takes.

    A function without a qualifier, or as its latest version, may be granted either way: which form the service uses is
    not written down.
    """
    for destination in destinations(stream):
        role = destination[ROLE_KEY]
        if role.absent:
            role = destination["S3Configuration"][ROLE_KEY]
        for processor in processors(destination, "Lambda"):
            arn, own = parameter(processor, "LambdaArn"), parameter(processor, "RoleArn")
            if arn is not None:
                function = tokens_of(arn)
                bare = function[: -len(LATEST)] if function[-len(LATEST) :] == LATEST else function
                yield Need(own or role, ("lambda:InvokeFunction",), (function, bare, (*bare, *LATEST)))


def conversion_needs(stream: ResourceView) -> Iterator[Need]:
    """What reading the schema of a format conversion takes."""
    for destination in destinations(stream):
        conversion = destination["DataFormatConversionConfiguration"]
        schema = conversion["SchemaConfiguration"]
        if conversion.exists and schema.exists and conversion["Enabled"].flag is not False:
            yield Need(schema[ROLE_KEY], (VERSIONS, "glue:GetTableVersion", "glue:GetTable"), (ANYTHING,), checked=True)
            yield Need(schema[ROLE_KEY], (VERSIONS,), (ANYTHING,))


def describe_needs(stream: ResourceView) -> Iterator[Need]:
    """What looking at a search domain takes."""
    for name in SEARCH:
        domain = stream[name]["DomainARN"]
        if domain.exists:
            actions = ("es:DescribeDomain", "es:DescribeElasticsearchDomain")
            yield Need(stream[name][ROLE_KEY], actions, (tokens_of(domain),), checked=True)


def index_needs(stream: ResourceView) -> Iterator[Need]:
    """What writing documents takes."""
    for name in SEARCH:
        block = stream[name]
        if block["DomainARN"].exists:
            target = (*tokens_of(block["DomainARN"]), "/", Hole.ANY)
            yield Need(block[ROLE_KEY], ("es:ESHttpPost",), (target,))
            yield Need(block[ROLE_KEY], ("es:ESHttpPut",), (target,))
    if stream[SERVERLESS].exists:
        yield Need(stream[SERVERLESS][ROLE_KEY], ("aoss:APIAccessAll",), (ANYTHING,))


def secret_needs(stream: ResourceView) -> Iterator[Need]:
    """What reading a destination's secret takes; an ARN without its suffix means the secret of that name, too."""
    for destination in destinations(stream):
        secret = destination["SecretsManagerConfiguration"]
        if secret["SecretARN"].exists and secret["Enabled"].flag is True:
            role = secret[ROLE_KEY] if secret[ROLE_KEY].exists else destination[ROLE_KEY]
            arn = tokens_of(secret["SecretARN"])
            yield Need(role, ("secretsmanager:GetSecretValue",), (arn, (*arn, *SUFFIX)))


def log_needs(stream: ResourceView) -> Iterator[Need]:
    """What writing the error log takes: each block has a log of its own, and a role."""
    for destination in destinations(stream):
        for name in LOGGED_BLOCKS:
            block = destination[name] if name else destination
            options = block[LOGGING]
            if options.absent or options["LogGroupName"].absent or options["Enabled"].flag is not True:
                continue
            role = block[ROLE_KEY] if block[ROLE_KEY].exists else destination["S3Configuration"][ROLE_KEY]
            log_stream = options["LogStreamName"]
            written = tokens_of(log_stream) if log_stream.exists else (Hole.ANY,)
            target = (*LOG_GROUP, *tokens_of(options["LogGroupName"]), *LOG_STREAM, *written)
            yield Need(role, ("logs:PutLogEvents",), (target,))


def subnet_needs(stream: ResourceView) -> Iterator[Need]:
    """What delivering into a VPC takes."""
    for name in (*SEARCH, SERVERLESS):
        network = stream[name]["VpcConfiguration"]
        if network.exists:
            for action in IN_SUBNETS:
                yield Need(network[ROLE_KEY], (action,), (ANYTHING,))


def topic_needs(stream: ResourceView) -> Iterator[Need]:
    """What reading a topic of an MSK cluster takes."""
    role = stream[MSK]["AuthenticationConfiguration"][ROLE_KEY]
    if role.exists:
        for actions in OF_TOPIC:
            yield Need(role, actions, (ANYTHING,))


def table_needs(stream: ResourceView) -> Iterator[Need]:
    """What committing to Iceberg tables takes."""
    if stream[ICEBERG].exists:
        for action in OF_TABLES:
            yield Need(stream[ICEBERG][ROLE_KEY], (action,), (ANYTHING,))
