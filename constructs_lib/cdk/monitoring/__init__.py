"""Alarms and dashboards of pipelines."""

from constructs_lib.cdk.monitoring.alarms import PipelineAlarm
from constructs_lib.cdk.monitoring.pipeline_monitoring import PipelineMonitoring
from constructs_lib.cdk.monitoring.settings import AlarmSettings

__all__ = ["AlarmSettings", "PipelineAlarm", "PipelineMonitoring"]
