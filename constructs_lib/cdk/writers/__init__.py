"""What services write into streams and delivery streams, with the names, roles and settings that each demands."""

from constructs_lib.cdk.writers.access_logs import HttpAccessLogs, RestAccessLogs
from constructs_lib.cdk.writers.account_log_subscription import AccountLogSubscription
from constructs_lib.cdk.writers.activity_stream import ActivityOf, ActivityStream
from constructs_lib.cdk.writers.agents import (
    AgentFlow,
    AgentPartitionKey,
    fluent_bit_output,
    kinesis_agent_configuration,
)
from constructs_lib.cdk.writers.bucket_events import BucketEvents
from constructs_lib.cdk.writers.caller_limits import CallerLimits
from constructs_lib.cdk.writers.cluster_logs import CacheLog, write_broker_logs, write_cache_logs
from constructs_lib.cdk.writers.database_changes import ChangeDetails, ChangeFormat, DatabaseChanges
from constructs_lib.cdk.writers.event_rule import EventRule
from constructs_lib.cdk.writers.firewall_logs import FirewallLogs
from constructs_lib.cdk.writers.iot_rule import IotRule
from constructs_lib.cdk.writers.log_subscription import LogSubscription
from constructs_lib.cdk.writers.metric_stream import MetricFilter, MetricFormat, MetricStream
from constructs_lib.cdk.writers.pipe import Pipe
from constructs_lib.cdk.writers.pipe_sources import QueueSource, StreamSource, TableSource
from constructs_lib.cdk.writers.producer_library import grant_producer_library
from constructs_lib.cdk.writers.replication import ChangedTables, ChangePartition, DatabaseReplication, ReplicationType
from constructs_lib.cdk.writers.resolver_logs import ResolverQueryLogs
from constructs_lib.cdk.writers.ses_events import SesEvents
from constructs_lib.cdk.writers.stream_api import StreamApi
from constructs_lib.cdk.writers.table_changes import ChangePrecision, stream_changes
from constructs_lib.cdk.writers.topic_subscription import TopicSubscription
from constructs_lib.cdk.writers.waf_logs import WafLogs

__all__ = [
    "AccountLogSubscription", "ActivityOf", "ActivityStream", "AgentFlow", "AgentPartitionKey", "BucketEvents",
    "CacheLog", "CallerLimits", "ChangeDetails", "ChangeFormat", "ChangePartition", "ChangePrecision", "ChangedTables",
    "DatabaseChanges", "DatabaseReplication", "EventRule", "FirewallLogs", "HttpAccessLogs", "IotRule",
    "LogSubscription", "MetricFilter", "MetricFormat", "MetricStream", "Pipe", "QueueSource", "ReplicationType",
    "ResolverQueryLogs", "RestAccessLogs", "SesEvents", "StreamApi", "StreamSource", "TableSource",
    "TopicSubscription", "WafLogs", "fluent_bit_output", "grant_producer_library", "kinesis_agent_configuration",
    "stream_changes", "write_broker_logs", "write_cache_logs",
]  # fmt: skip
