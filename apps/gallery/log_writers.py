"""What services log and measure, written into streams and delivery streams."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_logs as logs
from aws_cdk import aws_msk as msk
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from constructs_lib.cdk import (
    AccountLogSubscription,
    CacheLog,
    Compression,
    DataStream,
    DeliveryStream,
    FailureBucket,
    FirewallLogs,
    HttpAccessLogs,
    LogSubscription,
    MetricFilter,
    MetricFormat,
    MetricStream,
    ResolverQueryLogs,
    S3Destination,
    WafLogs,
    write_broker_logs,
    write_cache_logs,
)


class LogWriters(Stack):
    """Define one writer of each kind of log.

    Args:
        scope: the app.
        id: of the stack.
        vpc: whose queries are logged, and in which brokers and caches run.
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, id, description="Gallery: writers of logs and metrics")
        self.vpc = vpc
        self.failures = FailureBucket(self, "Failures")
        self.lake = self._delivery("ToLake")
        self._cloudwatch()
        self._network()
        self._web()
        self._brokers()
        self._cache()

    def _delivery(
        self, id: str, *, name: str | None = None, compression: Compression = Compression.GZIP
    ) -> DeliveryStream:
        return DeliveryStream(
            self,
            id,
            delivery_stream_name=name,
            destination=S3Destination(prefix=f"{id}/", compression=compression, failures=self.failures),
        )

    def _cloudwatch(self) -> None:
        group = logs.LogGroup(self, "Orders", retention=logs.RetentionDays.ONE_MONTH)
        LogSubscription(
            self,
            "OrderLogs",
            log_group=group,
            target=DataStream(self, "Stream"),
            filter_pattern=logs.FilterPattern.any_term("ERROR"),
        )
        # what CloudWatch sends is compressed already
        compressed = self._delivery("AllLogsToLake", compression=Compression.NONE)
        AccountLogSubscription(self, "AllLogs", target=compressed, excluded=[group])
        MetricStream(
            self,
            "Metrics",
            target=self.lake,
            include=[MetricFilter("AWS/Kinesis", ["IncomingBytes"]), MetricFilter("AWS/Firehose")],
        )
        MetricStream(
            self,
            "Telemetry",
            target=self.lake,
            exclude=[MetricFilter("AWS/EC2")],
            output_format=MetricFormat.OPEN_TELEMETRY_1_0,
        )

    def _network(self) -> None:
        firewall = self.format_arn(service="network-firewall", resource="firewall", resource_name="edge")
        FirewallLogs(self, "Firewall", firewall_arn=firewall, alerts=self.lake, flows=self.lake)
        ResolverQueryLogs(self, "Queries", vpcs=[self.vpc], target=self.lake)
        visibility = wafv2.CfnWebACL.VisibilityConfigProperty(
            cloud_watch_metrics_enabled=True, metric_name="shop", sampled_requests_enabled=True
        )
        acl = wafv2.CfnWebACL(
            self,
            "WebAcl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow=wafv2.CfnWebACL.AllowActionProperty()),
            visibility_config=visibility,
            rules=[_known_bad_inputs()],
        )
        WafLogs(
            self, "WebRequests", web_acl_arn=acl.attr_arn, target=self._delivery("WafToLake", name="aws-waf-logs-shop")
        )

    def _web(self) -> None:
        access = self._delivery("AccessToLake", name="amazon-apigateway-access")
        api = apigatewayv2.HttpApi(
            self, "Api", create_default_stage=False, default_authorizer=authorizers.HttpIamAuthorizer()
        )
        apigatewayv2.HttpStage(self, "Stage", http_api=api, access_log_settings=HttpAccessLogs(access))

    def _brokers(self) -> None:
        cluster = msk.CfnCluster
        topics = cluster(
            self,
            "Topics",
            cluster_name="topics",
            kafka_version="3.9.x",
            number_of_broker_nodes=2,
            broker_node_group_info=cluster.BrokerNodeGroupInfoProperty(
                client_subnets=self.vpc.select_subnets().subnet_ids, instance_type="kafka.m7g.large"
            ),
            client_authentication=cluster.ClientAuthenticationProperty(
                sasl=cluster.SaslProperty(iam=cluster.IamProperty(enabled=True))
            ),
            encryption_info=cluster.EncryptionInfoProperty(
                encryption_in_transit=cluster.EncryptionInTransitProperty(client_broker="TLS", in_cluster=True)
            ),
        )
        write_broker_logs(topics, target=self.lake)

    def _cache(self) -> None:
        subnets = elasticache.CfnSubnetGroup(
            self, "CacheSubnets", description="inside", subnet_ids=self.vpc.select_subnets().subnet_ids
        )
        cache = elasticache.CfnReplicationGroup(
            self,
            "Sessions",
            replication_group_description="sessions",
            engine="valkey",
            cache_node_type="cache.t4g.micro",
            cache_subnet_group_name=subnets.ref,
            num_node_groups=1,
            replicas_per_node_group=1,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            at_rest_encryption_enabled=True,
            transit_encryption_enabled=True,
            port=6380,
            user_group_ids=["sessions"],
        )
        write_cache_logs(cache, target=self.lake)
        write_cache_logs(cache, target=self.lake, log=CacheLog.ENGINE)


def _known_bad_inputs() -> wafv2.CfnWebACL.RuleProperty:
    managed = wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS", name="AWSManagedRulesKnownBadInputsRuleSet"
    )
    return wafv2.CfnWebACL.RuleProperty(
        name="KnownBadInputs",
        priority=0,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(managed_rule_group_statement=managed),
        visibility_config=wafv2.CfnWebACL.VisibilityConfigProperty(
            cloud_watch_metrics_enabled=True, metric_name="known-bad-inputs", sampled_requests_enabled=True
        ),
    )
