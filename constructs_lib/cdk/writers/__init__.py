"""What services write into streams and delivery streams, with the names, roles and settings that each demands."""

from constructs_lib.cdk.writers.account_log_subscription import AccountLogSubscription
from constructs_lib.cdk.writers.event_rule import EventRule
from constructs_lib.cdk.writers.iot_rule import IotRule
from constructs_lib.cdk.writers.log_subscription import LogSubscription
from constructs_lib.cdk.writers.metric_stream import MetricFilter, MetricFormat, MetricStream
from constructs_lib.cdk.writers.topic_subscription import TopicSubscription

__all__ = [
    "AccountLogSubscription", "EventRule", "IotRule", "LogSubscription", "MetricFilter", "MetricFormat", "MetricStream",
    "TopicSubscription",
]  # fmt: skip
