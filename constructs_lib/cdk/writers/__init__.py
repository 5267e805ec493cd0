"""What services write into streams and delivery streams, with the names, roles and settings that each demands."""

from constructs_lib.cdk.writers.access_logs import HttpAccessLogs, RestAccessLogs
from constructs_lib.cdk.writers.account_log_subscription import AccountLogSubscription
from constructs_lib.cdk.writers.event_rule import EventRule
from constructs_lib.cdk.writers.iot_rule import IotRule
from constructs_lib.cdk.writers.log_subscription import LogSubscription
from constructs_lib.cdk.writers.metric_stream import MetricFilter, MetricFormat, MetricStream
from constructs_lib.cdk.writers.pipe import Pipe
from constructs_lib.cdk.writers.pipe_sources import QueueSource, StreamSource, TableSource
from constructs_lib.cdk.writers.stream_api import StreamApi
from constructs_lib.cdk.writers.table_changes import ChangePrecision, stream_changes
from constructs_lib.cdk.writers.topic_subscription import TopicSubscription
from constructs_lib.cdk.writers.waf_logs import WafLogs

__all__ = [
    "AccountLogSubscription", "ChangePrecision", "EventRule", "HttpAccessLogs", "IotRule", "LogSubscription",
    "MetricFilter", "MetricFormat", "MetricStream", "Pipe", "QueueSource", "RestAccessLogs", "StreamApi",
    "StreamSource", "TableSource", "TopicSubscription", "WafLogs", "stream_changes",
]  # fmt: skip
