"""Every pattern, with what a user of it writes."""

from __future__ import annotations

from aws_cdk import Stack
from constructs import Construct

from constructs_lib.cdk.patterns import (
    CdcToIceberg,
    ClickstreamFanOut,
    CrossAccountIngest,
    LogsToHttp,
    LogsToOpenSearch,
    MetricsToS3,
    ReplayableEventBus,
    StreamToLake,
    WafAndApiLogs,
)

ORDER = {
    "type": "object",
    "required": ["id", "shop"],
    "properties": {"id": {"type": "string"}, "shop": {"type": "string"}, "total": {"type": "number"}},
}


class Patterns(Stack):
    """Define finished pipelines with few arguments.

    Args:
        scope: the app.
        id: of the stack.
    """

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, description="Gallery: patterns")
        alarms = f"arn:{self.partition}:sns:{self.region}:{self.account}:alarms"
        here = f"{self.region}:{self.account}"
        StreamToLake(
            self,
            "Orders",
            table="orders",
            schema=ORDER,
            partition_by=["shop"],
            retention_hours=72,
            alarm_topic_arn=alarms,
        )
        ClickstreamFanOut(
            self,
            "Clicks",
            function_arn=f"arn:{self.partition}:lambda:{here}:function:sessions",
            function_role_name="sessions",
            alarm_topic_arn=alarms,
        )
        CdcToIceberg(
            self,
            "Changes",
            database="shop",
            table="orders",
            unique_keys=["order_id"],
            bucket_name="amzn-s3-demo-bucket",
            alarm_topic_arn=alarms,
        )
        CrossAccountIngest(self, "Partners", producer_accounts=["222233334444"], alarm_topic_arn=alarms)
        ReplayableEventBus(
            self, "Events", sources=["shop"], partition_key_path="$.detail.customer", alarm_topic_arn=alarms
        )
        self._logs(here, alarms)

    def _logs(self, here: str, alarms: str) -> None:
        LogsToOpenSearch(
            self,
            "Search",
            log_group_name="/shop/orders",
            domain_arn=f"arn:{self.partition}:es:{here}:domain/search",
            index="orders",
            alarm_topic_arn=alarms,
        )
        LogsToHttp(
            self,
            "Vendor",
            log_group_name="/shop/payments",
            endpoint_url="https://ingest.example.com/v1",
            secret_arn=f"arn:{self.partition}:secretsmanager:{here}:secret:firehose/vendor-AbCdEf",
            alarm_topic_arn=alarms,
        )
        MetricsToS3(self, "Metrics", namespaces=["AWS/Kinesis", "AWS/Firehose"], alarm_topic_arn=alarms)
        WafAndApiLogs(
            self,
            "Access",
            name="shop",
            web_acl_arn=f"arn:{self.partition}:wafv2:{here}:regional/webacl/shop/1234abcd-12ab-34cd-56ef-1234567890ab",
            alarm_topic_arn=alarms,
        )
