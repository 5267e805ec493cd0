"""Finished pipelines with few arguments; what is known of them without the CDK is in `constructs_lib.patterns`."""

from constructs_lib.cdk.patterns.cdc_to_iceberg import CdcToIceberg
from constructs_lib.cdk.patterns.clickstream_fan_out import ClickstreamFanOut
from constructs_lib.cdk.patterns.cross_account_ingest import CrossAccountIngest
from constructs_lib.cdk.patterns.logs_to_http import LogsToHttp
from constructs_lib.cdk.patterns.logs_to_opensearch import LogsToOpenSearch
from constructs_lib.cdk.patterns.metrics_to_s3 import MetricsToS3
from constructs_lib.cdk.patterns.pattern_construct import PatternConstruct
from constructs_lib.cdk.patterns.replayable_event_bus import ReplayableEventBus
from constructs_lib.cdk.patterns.stream_to_lake import StreamToLake
from constructs_lib.cdk.patterns.waf_and_api_logs import WafAndApiLogs

__all__ = [
    "CdcToIceberg", "ClickstreamFanOut", "CrossAccountIngest", "LogsToHttp", "LogsToOpenSearch", "MetricsToS3",
    "PatternConstruct", "ReplayableEventBus", "StreamToLake", "WafAndApiLogs",
]  # fmt: skip
