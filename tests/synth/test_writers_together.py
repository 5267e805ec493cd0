"""All writers in one app: their logical ids, which are public."""

from __future__ import annotations

from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns

from constructs_lib.cdk import Compression
from constructs_lib.cdk.writers import (
    AccountLogSubscription,
    ChangedTables,
    DatabaseChanges,
    DatabaseReplication,
    EventRule,
    FirewallLogs,
    IotRule,
    LogSubscription,
    MetricFilter,
    MetricStream,
    Pipe,
    ResolverQueryLogs,
    SesEvents,
    StreamApi,
    StreamSource,
    TopicSubscription,
    WafLogs,
)
from tests.synth.parts import resources
from tests.synth.writing import data_stream, delivery_stream

LOGICAL_IDS = {
    "AccountLogs3D869534": "AWS::Logs::AccountPolicy",
    "AccountLogsRole8F0CBA99": "AWS::IAM::Role",
    "AccountLogsRoleDefaultPolicy3B897D13": "AWS::IAM::Policy",
    "DatabaseB269D8BB": "AWS::DMS::Endpoint",
    "DatabaseReplication8196D259": "AWS::DMS::ReplicationConfig",
    "DatabaseRoleA51BBEDB": "AWS::IAM::Role",
    "DatabaseRolePermissions18F7A6A4": "AWS::IAM::Policy",
    "DatabaseSecurityGroup5C91FDCB": "AWS::EC2::SecurityGroup",
    "DatabaseSubnets56F17B9A": "AWS::DMS::ReplicationSubnetGroup",
    "Devices9DBB8A1F": "AWS::IoT::TopicRule",
    "DevicesFailures76E89159": "AWS::SQS::Queue",
    "DevicesFailuresPolicyDC039BBA": "AWS::SQS::QueuePolicy",
    "DevicesRole5A93FBBF": "AWS::IAM::Role",
    "DevicesRoleDefaultPolicy0099AF34": "AWS::IAM::Policy",
    "Dns94489CFC": "AWS::Route53Resolver::ResolverQueryLoggingConfig",
    "EventsD32975C2": "AWS::Events::Rule",
    "EventsFailuresF865D7C1": "AWS::SQS::Queue",
    "EventsFailuresPolicyF9AAFD02": "AWS::SQS::QueuePolicy",
    "EventsRoleDefaultPolicy4E658C35": "AWS::IAM::Policy",
    "EventsRoleE27DB035": "AWS::IAM::Role",
    "FirewallE7948B04": "AWS::NetworkFirewall::LoggingConfiguration",
    "Logs6819BB44": "AWS::Logs::SubscriptionFilter",
    "LogsRoleC590A9D2": "AWS::IAM::Role",
    "LogsRoleDefaultPolicyA68BEE21": "AWS::IAM::Policy",
    "Mail6A3D1F64": "AWS::SES::ConfigurationSetEventDestination",
    "MailRole09168325": "AWS::IAM::Role",
    "MailRoleDefaultPolicyE5C5DC52": "AWS::IAM::Policy",
    "Messages804FA4EB": "AWS::SNS::Subscription",
    "MessagesFailures997064BE": "AWS::SQS::Queue",
    "MessagesFailuresPolicy7DDA9441": "AWS::SQS::QueuePolicy",
    "MessagesRole6B73609F": "AWS::IAM::Role",
    "MessagesRoleDefaultPolicy07BC10FF": "AWS::IAM::Policy",
    "Metrics6DBDA108": "AWS::CloudWatch::MetricStream",
    "MetricsRole0C3E22AD": "AWS::IAM::Role",
    "MetricsRoleDefaultPolicyFD198FC3": "AWS::IAM::Policy",
    "Pipe7793F8A1": "AWS::Pipes::Pipe",
    "PipeFailures20DF332E": "AWS::SQS::Queue",
    "PipeFailuresPolicy04A797FD": "AWS::SQS::QueuePolicy",
    "PipeLogEABA4434": "AWS::Logs::LogGroup",
    "PipeRole7D4AFC73": "AWS::IAM::Role",
    "PipeRoleDefaultPolicy56E6A74D": "AWS::IAM::Policy",
    "RequestsApi5B4478E1": "AWS::ApiGateway::RestApi",
    "RequestsApiRecord9C770588": "AWS::ApiGateway::Model",
    "RequestsApiValidatorCE6E9C22": "AWS::ApiGateway::RequestValidator",
    "RequestsApirecordsBAE8638D": "AWS::ApiGateway::Resource",
    "RequestsApirecordsPOSTBCDE5C75": "AWS::ApiGateway::Method",
    "RequestsRole11610970": "AWS::IAM::Role",
    "RequestsRoleDefaultPolicy673F3646": "AWS::IAM::Policy",
    "WafD5E354E2": "AWS::WAFv2::LoggingConfiguration",
}


def everything(app: App) -> Stack:
    """Define one of each writer that stands on its own."""
    stack = Stack(app, "Writers")
    stream, delivery = data_stream(stack), delivery_stream(stack, compression=Compression.NONE)
    group = logs.LogGroup(stack, "Group", retention=logs.RetentionDays.ONE_WEEK)
    orders = events.EventPattern(source=["shop"])
    LogSubscription(stack, "Logs", log_group=group, target=stream)
    AccountLogSubscription(stack, "AccountLogs", target=delivery)
    MetricStream(stack, "Metrics", target=delivery, include=[MetricFilter("AWS/Kinesis")])
    EventRule(stack, "Events", target=stream, event_pattern=orders)
    TopicSubscription(stack, "Messages", topic=sns.Topic(stack, "Topic", enforce_ssl=True), target=delivery)
    IotRule(stack, "Devices", sql="SELECT * FROM 'sensors/#'", target=stream)
    Pipe(stack, "Pipe", source=StreamSource(stream=stream), target=delivery)
    StreamApi(stack, "Requests", target=stream)
    replication = DatabaseReplication(
        source_endpoint_arn=stack.format_arn(service="dms", resource="endpoint", resource_name="air"),
        tables=[ChangedTables(schema="air", table="flights")],
        max_capacity_units=4,
        vpc=ec2.Vpc(stack, "Vpc"),
    )
    DatabaseChanges(stack, "Database", stream=stream, replication=replication)
    SesEvents(stack, "Mail", configuration_set=ses.ConfigurationSet(stack, "Set"), target=delivery)
    ResolverQueryLogs(stack, "Dns", vpcs=[], target=delivery)
    arn = stack.format_arn(service="network-firewall", resource="firewall", resource_name="edge")
    FirewallLogs(stack, "Firewall", firewall_arn=arn, alerts=delivery)
    acl = stack.format_arn(service="wafv2", resource="regional/webacl/shop", resource_name="1")
    WafLogs(stack, "Waf", web_acl_arn=acl, target=delivery_stream(stack, "WafTarget", name="aws-waf-logs-shop"))
    return stack


def test_no_logical_id_of_a_writer_has_changed(app):
    found = {name: resource["Type"] for name, resource in resources(everything(app)).items()}
    assert {name: found.get(name) for name in LOGICAL_IDS} == LOGICAL_IDS
