"""What is refused leaves nothing behind, and takes nothing with it."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest
from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template
from constructs import Construct

import constructs_lib.cdk
from constructs_lib.cdk import (
    AccountLogSubscription,
    BucketEvents,
    Buffering,
    DatabaseChanges,
    DataStream,
    DeliveryStream,
    EventRule,
    FanOutConsumer,
    FirewallLogs,
    IotRule,
    KclConsumer,
    LogSubscription,
    MetricFilter,
    MetricStream,
    Pipe,
    PipelineMonitoring,
    PollingConsumer,
    PythonEntry,
    PythonFunction,
    ResolverQueryLogs,
    S3Destination,
    SchemaHasNoColumns,
    SesEvents,
    SplunkDestination,
    StreamApi,
    StreamSource,
    TopicSubscription,
    WafLogs,
    patterns,
)
from constructs_lib.cdk.patterns import StreamToLake
from constructs_lib.policy import InvalidProperties
from tests.synth.parts import function, resources
from tests.synth.writing import data_stream, delivery_stream, imported_stream

TOO_LONG = Buffering(interval=Duration.seconds(901))
ORDERS = events.EventPattern(source=["shop"])
FIREWALL = "arn:aws:network-firewall:eu-west-1:111122223333:firewall/edge"
# The L2 or the CDK's own Construct checks their arguments, before there is a child.
CHECK_NOTHING_LATER = {
    *("ActivityStream", "DataStream", "FailureBucket", "FirehoseEndpoint", "PatternConstruct", "StreamsEndpoint"),
}


def test_a_refused_delivery_stream_leaves_no_child_and_its_id_is_free(stack):
    with pytest.raises(InvalidProperties):
        DeliveryStream(stack, "Delivery", destination=S3Destination(buffering=TOO_LONG))
    assert stack.node.children == []
    DeliveryStream(stack, "Delivery", destination=S3Destination())
    assert "Delivery5F6C039D" in resources(stack)


def test_what_is_left_of_the_app_synthesizes(stack):
    secret = secretsmanager.Secret(stack, "Secret")
    with pytest.raises(InvalidProperties):
        DeliveryStream(
            stack,
            "Delivery",
            destination=SplunkDestination(endpoint="no url", secret=secret, buffering=TOO_LONG),
        )
    assert {each["Type"] for each in resources(stack).values()} == {"AWS::SecretsManager::Secret"}


def test_a_second_construct_of_the_same_id_does_not_remove_the_first(stack):
    first = DeliveryStream(stack, "Delivery", destination=S3Destination())
    with pytest.raises(RuntimeError, match="already a Construct"):
        DeliveryStream(stack, "Delivery", destination=S3Destination())
    assert stack.node.try_find_child("Delivery") is first


def test_a_function_without_its_file_leaves_nothing(stack, tmp_path):
    with pytest.raises(ValueError, match="there is no file"):
        PythonFunction(stack, "Function", entry=PythonEntry(path=tmp_path))
    assert stack.node.children == []


def test_the_arguments_can_still_be_read():
    assert "log_retention" in inspect.signature(DeliveryStream.__init__).parameters


def reading_delivery(stack: Stack) -> DeliveryStream:
    """Define a delivery stream that nobody may put into."""
    return DeliveryStream(
        stack,
        "Reading",
        source=constructs_lib.cdk.KinesisSource(DataStream(stack, "Read")),
        destination=S3Destination(),
    )


REFUSED: dict[str, Callable[[Stack], object]] = {
    "AccountLogSubscription": lambda at: AccountLogSubscription(at, "New", target=reading_delivery(at)),
    "BucketEvents": lambda at: BucketEvents(at, "New", bucket=s3.Bucket(at, "Bucket"), target=reading_delivery(at)),
    "DatabaseChanges": lambda at: DatabaseChanges(
        at, "New", stream=imported_stream(at), endpoint_identifier="flights-"
    ),
    "EventRule": lambda at: EventRule(at, "New", target=reading_delivery(at), event_pattern=ORDERS),
    "FanOutConsumer": lambda at: FanOutConsumer(
        at, "New", stream=data_stream(at), function=function(at), batch_size=10_001
    ),
    "FirewallLogs": lambda at: FirewallLogs(at, "New", firewall_arn=FIREWALL, alerts=reading_delivery(at)),
    "IotRule": lambda at: IotRule(at, "New", sql="SELECT 1", target=delivery_stream(at), partition_key="x"),
    "KclConsumer": lambda at: KclConsumer(at, "New", stream=data_stream(at)),
    "LogSubscription": lambda at: LogSubscription(
        at, "New", log_group=logs.LogGroup(at, "Group"), target=reading_delivery(at)
    ),
    "MetricStream": lambda at: MetricStream(
        at, "New", target=delivery_stream(at), include=[MetricFilter("a")], exclude=[MetricFilter("b")]
    ),
    "Pipe": lambda at: Pipe(at, "New", source=StreamSource(stream=data_stream(at)), target=imported_stream(at)),
    "PipelineMonitoring": lambda at: PipelineMonitoring(at, "New", deliveries=[delivery_stream(at)] * 2),
    "PollingConsumer": lambda at: PollingConsumer(
        at, "New", stream=data_stream(at), function=function(at), parallelization_factor=11
    ),
    "ResolverQueryLogs": lambda at: ResolverQueryLogs(at, "New", vpcs=[], target=reading_delivery(at)),
    "SesEvents": lambda at: SesEvents(
        at, "New", configuration_set=ses.ConfigurationSet(at, "Set"), target=reading_delivery(at)
    ),
    "StreamApi": lambda at: StreamApi(at, "New", target=reading_delivery(at)),
    "TopicSubscription": lambda at: TopicSubscription(
        at, "New", topic=sns.Topic(at, "Topic"), target=reading_delivery(at)
    ),
    "WafLogs": lambda at: WafLogs(at, "New", web_acl_arn="arn:x", target=delivery_stream(at, name="requests")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_construct_leaves_its_id_free(stack, name):
    with pytest.raises((InvalidProperties, ValueError, TypeError)):
        REFUSED[name](stack)
    assert stack.node.try_find_child("New") is None
    Construct(stack, "New")
    Template.from_stack(stack)


def test_a_refused_consumer_is_not_counted_among_those_of_its_stream(stack):
    stream, watch = DataStream(stack, "Stream"), function(stack)
    for _ in range(25):
        with pytest.raises(InvalidProperties, match="LAM001"):
            FanOutConsumer(stack, "Watch", stream=stream, function=watch, batch_size=10_001)
    assert stream.registered_consumers == []
    FanOutConsumer(stack, "Watch", stream=stream, function=watch)
    assert "DependsOn" not in next(
        each for each in resources(stack).values() if each["Type"] == "AWS::Kinesis::StreamConsumer"
    )


def test_what_a_refused_pattern_had_registered_is_forgotten_too(stack):
    stream, watch = DataStream(stack, "Stream"), function(stack)

    class Two(Construct):
        @constructs_lib.cdk.whole.whole
        def __init__(self, scope: Construct, id: str) -> None:
            super().__init__(scope, id)
            FanOutConsumer(self, "Good", stream=stream, function=watch)
            FanOutConsumer(self, "Bad", stream=stream, function=watch, batch_size=10_001)

    with pytest.raises(InvalidProperties):
        Two(stack, "Two")
    assert stream.registered_consumers == []
    assert stack.node.try_find_child("Two") is None


def test_a_refused_pattern_leaves_its_id_free(stack):
    schema = {"type": "object", "properties": {"shop": {"type": "string"}, "total": {"type": "null"}}}
    with pytest.raises(SchemaHasNoColumns):
        StreamToLake(stack, "Orders", table="orders", schema=schema, partition_by=["shop"])
    assert stack.node.children == []


def test_every_public_construct_that_checks_arguments_stands_whole():
    public = {name: getattr(room, name) for room in (constructs_lib.cdk, patterns) for name in room.__all__}
    constructs = {name: each for name, each in public.items() if inspect.isclass(each) and issubclass(each, Construct)}
    partial = {name for name, each in constructs.items() if not hasattr(each.__init__, "__wrapped__")}
    assert partial == CHECK_NOTHING_LATER
