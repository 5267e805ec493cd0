"""Services that write into streams and delivery streams with a role, and where their settings stand.

Source: the CloudFormation Template Reference of each type (read 2026-11-17); principals from the developer guides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.reading.account_policies import ACCOUNT_POLICY, subscriptions
from constructs_lib.policy.reading.arns import CONSUMER, Tokens, tokens_of
from constructs_lib.policy.reading.by_name import follow
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.reading.event_sources import STREAM
from constructs_lib.policy.reading.needs import Need

ACTIONS = {
    "kinesis": ("kinesis:PutRecord", "kinesis:PutRecords"),
    "firehose": ("firehose:PutRecord", "firehose:PutRecordBatch"),
}
STREAM_TYPES = {STREAM: "kinesis", CONSUMER: "kinesis", DELIVERY_STREAM: "firehose"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Where a resource type names what it writes to, and with which role.

    Attributes:
        block: pattern of what encloses both; empty for the resource itself.
        target: the ARN, or the name where `kind` is given.
        role: the role's ARN.
        service: principal that assumes the role.
        kind: `kinesis` or `firehose` where the target is a name.
        takes: the kinds that the service can write to.
        calls: groups of actions, one of each is needed; empty where any way to put records will do.
        needs_role: whether the service demands a role that the schema does not.
        checked: whether the service tries the target while the resource is made.
    """

    block: str
    target: str
    role: str
    service: str
    kind: str | None = None
    needs_role: bool = False
    checked: bool = False
    takes: tuple[str, ...] = ("kinesis", "firehose")
    calls: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Write:
    """One place where a resource writes into a stream or delivery stream."""

    writer: Writer
    kind: str
    target: Value
    role: Value

    @property
    def stream(self) -> ResourceView | None:
        """The stream or delivery stream, if the app has it."""
        return follow(self.target, STREAM if self.kind == "kinesis" else DELIVERY_STREAM)

    def needs(self) -> Iterator[Need]:
        """The permissions to put records."""
        target = tokens_of(self.target)
        if self.writer.kind is not None:
            target = (*NAME_PREFIX[self.kind], *target)
        for actions in self.writer.calls or (ACTIONS[self.kind],):
            yield Need(self.role, actions, (target,), checked=self.writer.checked)


NAME_PREFIX: dict[str, Tokens] = {
    "kinesis": tuple("arn:aws:kinesis:us-east-1:123456789012:stream/"),
    "firehose": tuple("arn:aws:firehose:us-east-1:123456789012:deliverystream/"),
}
SES = "EventDestination.KinesisFirehoseDestination"
PUT_RECORD, PUT_RECORDS = (("kinesis:PutRecord",),), (("firehose:PutRecord",), ("firehose:PutRecordBatch",))
REPLICATE = (("kinesis:DescribeStream",), *PUT_RECORD, ("kinesis:PutRecords",))
"""Source: AWS DMS User Guide, "Prerequisites for using a Kinesis data stream as a target" (read 2026-11-21)."""
INTEGRATION, PUT_SUBTYPE = "AWS::ApiGatewayV2::Integration", "Kinesis-PutRecord"
IOT_ACTIONS = ("TopicRulePayload.Actions[]", "TopicRulePayload.ErrorAction")
KINESIS, FIREHOSE = ("kinesis",), ("firehose",)
LOGS, METRICS = "logs.amazonaws.com", "streams.metrics.cloudwatch.amazonaws.com"
WRITERS: dict[str, tuple[Writer, ...]] = {
    "AWS::Events::Rule": (Writer("Targets[]", "Arn", "RoleArn", "events.amazonaws.com", needs_role=True),),
    "AWS::Logs::SubscriptionFilter": (Writer("", "DestinationArn", "RoleArn", LOGS, needs_role=True, checked=True),),
    "AWS::Logs::Destination": (Writer("", "TargetArn", "RoleArn", LOGS, checked=True),),
    "AWS::SNS::Subscription": (
        Writer("", "Endpoint", "SubscriptionRoleArn", "sns.amazonaws.com", needs_role=True, takes=FIREHOSE),
    ),
    "AWS::SNS::Topic": (
        Writer(
            "Subscription[]", "Endpoint", "SubscriptionRoleArn", "sns.amazonaws.com", needs_role=True, takes=FIREHOSE
        ),
    ),
    ACCOUNT_POLICY: (Writer("", "DestinationArn", "RoleArn", LOGS, needs_role=True, checked=True),),
    INTEGRATION: (
        Writer(
            "",
            "RequestParameters.StreamName",
            "CredentialsArn",
            "apigateway.amazonaws.com",
            kind="kinesis",
            calls=PUT_RECORD,
        ),
    ),
    "AWS::Pipes::Pipe": (Writer("", "Target", "RoleArn", "pipes.amazonaws.com"),),
    "AWS::Scheduler::Schedule": (Writer("Target", "Arn", "RoleArn", "scheduler.amazonaws.com"),),
    "AWS::CloudWatch::MetricStream": (
        Writer("", "FirehoseArn", "RoleArn", METRICS, takes=FIREHOSE, calls=PUT_RECORDS),
    ),
    "AWS::IoT::TopicRule": (
        *(
            Writer(f"{at}.Kinesis", "StreamName", "RoleArn", "iot.amazonaws.com", kind="kinesis", calls=PUT_RECORD)
            for at in IOT_ACTIONS
        ),
        *(
            Writer(f"{at}.Firehose", "DeliveryStreamName", "RoleArn", "iot.amazonaws.com", kind="firehose")
            for at in IOT_ACTIONS
        ),
    ),
    "AWS::SES::ConfigurationSetEventDestination": (
        Writer(
            "EventDestination.KinesisFirehoseDestination",
            "DeliveryStreamARN",
            "IAMRoleARN",
            "ses.amazonaws.com",
            takes=FIREHOSE,
        ),
    ),
    "AWS::CloudFront::RealtimeLogConfig": (
        Writer("EndPoints[].KinesisStreamConfig", "StreamArn", "RoleArn", "cloudfront.amazonaws.com", takes=KINESIS),
    ),
    "AWS::Pinpoint::EventStream": (Writer("", "DestinationStreamArn", "RoleArn", "pinpoint.amazonaws.com"),),
    "AWS::QLDB::Stream": (
        Writer("", "KinesisConfiguration.StreamArn", "RoleArn", "qldb.amazonaws.com", takes=KINESIS),
    ),
    "AWS::DMS::Endpoint": (
        Writer(
            "KinesisSettings", "StreamArn", "ServiceAccessRoleArn", "dms.amazonaws.com", takes=KINESIS, calls=REPLICATE
        ),
    ),
}
WRITER_TYPES = tuple(WRITERS)
PUTTERS = {
    "AWS::WAFv2::LoggingConfiguration": "LogDestinationConfigs[]",
    "AWS::ApiGateway::Stage": "AccessLogSetting.DestinationArn",
    "AWS::ApiGateway::Deployment": "StageDescription.AccessLogSetting.DestinationArn",
    "AWS::Serverless::Api": "AccessLogSetting.DestinationArn",
    "AWS::ApiGatewayV2::Stage": "AccessLogSettings.DestinationArn",
    "AWS::Serverless::HttpApi": "AccessLogSettings.DestinationArn",
    "AWS::EC2::FlowLog": "LogDestination",
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": "DestinationArn",
    "AWS::NetworkFirewall::LoggingConfiguration": (
        "LoggingConfiguration.LogDestinationConfigs[].LogDestination.deliveryStream"
    ),
    "AWS::MSK::Cluster": "LoggingInfo.BrokerLogs.Firehose.DeliveryStream",
    "AWS::ElastiCache::CacheCluster": (
        "LogDeliveryConfigurations[].DestinationDetails.KinesisFirehoseDetails.DeliveryStream"
    ),
    "AWS::ElastiCache::ReplicationGroup": (
        "LogDeliveryConfigurations[].DestinationDetails.KinesisFirehoseDetails.DeliveryStream"
    ),
    "AWS::IVSChat::LoggingConfiguration": "DestinationConfiguration.Firehose.DeliveryStreamName",
    "AWS::KafkaConnect::Connector": "LogDelivery.WorkerLogDelivery.Firehose.DeliveryStream",
    "AWS::EC2::VerifiedAccessInstance": "LoggingConfigurations.KinesisDataFirehose.DeliveryStream",
    "AWS::VpcLattice::AccessLogSubscription": "DestinationArn",
    "AWS::Logs::DeliveryDestination": "DestinationResourceArn",
    "AWS::Cognito::LogDeliveryConfiguration": "LogConfigurations[].FirehoseConfiguration.StreamArn",
    "AWS::Connect::InstanceStorageConfig": "KinesisFirehoseConfig.FirehoseArn",
}
"""Services that put records into delivery streams with a role of their own, and where the ARN or name stands."""
NAMED = tuple(kind for kind, path in PUTTERS.items() if path.endswith(("DeliveryStream", "deliveryStream", "Name")))
"""Those of them that take the name and not the ARN."""


def writes_of(resource: ResourceView) -> Iterator[Write]:
    """Find where a resource of a type in `WRITERS` writes into streams and delivery streams, and nothing else."""
    for writer in WRITERS[resource.type]:
        for block in blocks_of(resource, writer):
            target = block[writer.target]
            kind = writer.kind or kind_of(target)
            if target.exists and kind is not None:
                yield Write(writer, kind, target, block[writer.role])


def blocks_of(resource: ResourceView, writer: Writer) -> Iterator[Value]:
    """What encloses the target and the role."""
    if resource.type == INTEGRATION and not puts_into_stream(resource):
        return
    if resource.type == ACCOUNT_POLICY:
        yield from subscriptions(resource)
    elif writer.block:
        yield from resource.each(writer.block)
    else:
        yield Value((), resource.resource.properties, resource)


def puts_into_stream(integration: ResourceView) -> bool:
    """Tell whether an integration of an HTTP API puts a record into a stream that is not chosen by the request."""
    name = integration["RequestParameters.StreamName"]
    chosen = not name.undecided and (name.text or "").startswith("$")
    return integration["IntegrationSubtype"].text == PUT_SUBTYPE and not chosen


def kind_of(target: Value) -> str | None:
    """Tell a stream from a delivery stream from anything else, by what the ARN refers to or says."""
    if target.absent:
        return None
    if target.reference is not None:
        found = target.owner.view.find(target.owner.resource.template, target.reference.target)
        return None if found is None else STREAM_TYPES.get(found.type)
    start = "".join(token if isinstance(token, str) else "" for token in tokens_of(target)[:20])
    return next((kind for kind in ACTIONS if start.split(":")[2:3] == [kind]), None)


def delivery_targets(resource: ResourceView) -> Iterator[tuple[Value, ResourceView]]:
    """Find where a resource of a type in `WRITERS` or `PUTTERS` names a delivery stream of the app, and which one."""
    values = [write.target for write in writes_of(resource)] if resource.type in WRITERS else []
    values += resource.each(PUTTERS[resource.type]) if resource.type in PUTTERS else []
    for value in values:
        found = follow(value, DELIVERY_STREAM)
        if found is not None:
            yield value, found


def put_source(stream: ResourceView) -> bool:
    """Tell whether a delivery stream takes records that are put into it."""
    kind = stream["DeliveryStreamType"]
    return kind.absent or kind.text == "DirectPut"
