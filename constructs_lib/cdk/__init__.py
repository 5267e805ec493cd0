"""Constructs for Kinesis Data Streams and Data Firehose; finished pipelines are in `constructs_lib.cdk.patterns`.

Only this package imports aws_cdk.
"""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

if TYPE_CHECKING:
    from constructs_lib.cdk.channels import (
        Channel,
        ChannelBucket,
        ChannelTable,
        GlueSchema,
        ObjectCompression,
        RecordFormat,
        StorageClass,
        TableCompression,
    )
    from constructs_lib.cdk.consumers import FanOutConsumer, KclConsumer, PollingConsumer, SharedConsumer
    from constructs_lib.cdk.defaults import KeyArn, KeyParameter, OrganisationDefaults
    from constructs_lib.cdk.delivery import (
        PARTNERS,
        AppendDelimiter,
        Backup,
        Buffering,
        Collection,
        Compression,
        ContentEncoding,
        Database,
        DatabaseEngine,
        DatabaseSource,
        DataLoading,
        Deaggregation,
        Decompression,
        DeliveryStream,
        DirectPut,
        DocumentId,
        Endpoint,
        EventTable,
        FailureBucket,
        FormatConversion,
        GlueTable,
        HecEndpointType,
        HiveJson,
        HttpEndpointDestination,
        IcebergCatalog,
        IcebergDestination,
        IcebergTable,
        IndexRotation,
        KinesisSource,
        LambdaTransform,
        LogMessageExtraction,
        MskConnectivity,
        MskSource,
        OpenSearchDestination,
        OpenSearchServerlessDestination,
        OpenXJson,
        Orc,
        OrcCompression,
        Parquet,
        ParquetCompression,
        PartitionBy,
        Partner,
        PythonEntry,
        PythonFunction,
        RedshiftDestination,
        S3Destination,
        SchemaHasNoColumns,
        Selection,
        SnowflakeDestination,
        SourceBackup,
        SplunkDestination,
        Staging,
        VpcDelivery,
        firehose_cluster_policy,
    )
    from constructs_lib.cdk.enforcement import (
        EvaluationFrequency,
        FailureMode,
        PolicyConfigRule,
        PolicyHook,
        StackFilter,
        TargetOperation,
    )
    from constructs_lib.cdk.flink import (
        Checkpoints,
        FlinkApplication,
        FlinkCode,
        FlinkRuntime,
        LogLevel,
        MetricsLevel,
        Parallelism,
    )
    from constructs_lib.cdk.monitoring import AlarmSettings, PipelineMonitoring
    from constructs_lib.cdk.network import (
        FirehoseEndpoint,
        StreamsEndpoint,
        firehose_addresses,
        firehose_peer,
        record_data_events,
    )
    from constructs_lib.cdk.pipeline import Pipeline
    from constructs_lib.cdk.policy_plugin import KinesisConstructsPlugin
    from constructs_lib.cdk.redrive import RedriveStateMachine
    from constructs_lib.cdk.scaling import ShardAutoscaling
    from constructs_lib.cdk.streams import DataStream, OnDemand, Provisioned, RecordDistribution, stack_policy
    from constructs_lib.cdk.writers import (
        AccountLogSubscription,
        ActivityOf,
        ActivityStream,
        AgentFlow,
        AgentPartitionKey,
        BucketEvents,
        CacheLog,
        CallerLimits,
        ChangeDetails,
        ChangedTables,
        ChangeFormat,
        ChangePartition,
        ChangePrecision,
        DatabaseChanges,
        DatabaseReplication,
        EventRule,
        FirewallLogs,
        HttpAccessLogs,
        IotRule,
        LogSubscription,
        MetricFilter,
        MetricFormat,
        MetricStream,
        Pipe,
        QueueSource,
        ReplicationType,
        ResolverQueryLogs,
        RestAccessLogs,
        SesEvents,
        StreamApi,
        StreamSource,
        TableSource,
        TopicSubscription,
        WafLogs,
        fluent_bit_output,
        grant_producer_library,
        kinesis_agent_configuration,
        stream_changes,
        write_broker_logs,
        write_cache_logs,
    )

__getattr__, __dir__ = lazily(__name__)

__all__ = [
    "PARTNERS", "AccountLogSubscription", "ActivityOf", "ActivityStream", "AgentFlow", "AgentPartitionKey",
    "AlarmSettings", "AppendDelimiter", "Backup", "BucketEvents", "Buffering", "CacheLog", "CallerLimits",
    "ChangeDetails", "ChangeFormat", "ChangePartition", "ChangePrecision", "ChangedTables", "Channel", "ChannelBucket",
    "ChannelTable", "Checkpoints", "Collection", "Compression", "ContentEncoding", "DataLoading", "DataStream",
    "Database", "DatabaseChanges", "DatabaseEngine", "DatabaseReplication", "DatabaseSource", "Deaggregation",
    "Decompression", "DeliveryStream", "DirectPut", "DocumentId", "Endpoint", "EvaluationFrequency", "EventRule",
    "EventTable", "FailureBucket", "FailureMode", "FanOutConsumer", "FirehoseEndpoint", "FirewallLogs",
    "FlinkApplication", "FlinkCode", "FlinkRuntime", "FormatConversion", "GlueSchema", "GlueTable", "HecEndpointType",
    "HiveJson", "HttpAccessLogs", "HttpEndpointDestination", "IcebergCatalog", "IcebergDestination", "IcebergTable",
    "IndexRotation", "IotRule", "KclConsumer", "KeyArn", "KeyParameter", "KinesisConstructsPlugin", "KinesisSource",
    "LambdaTransform", "LogLevel", "LogMessageExtraction", "LogSubscription", "MetricFilter", "MetricFormat",
    "MetricStream", "MetricsLevel", "MskConnectivity", "MskSource", "ObjectCompression", "OnDemand",
    "OpenSearchDestination", "OpenSearchServerlessDestination", "OpenXJson", "Orc", "OrcCompression",
    "OrganisationDefaults", "Parallelism", "Parquet", "ParquetCompression", "PartitionBy", "Partner", "Pipe",
    "Pipeline", "PipelineMonitoring", "PolicyConfigRule", "PolicyHook", "PollingConsumer", "Provisioned", "PythonEntry",
    "PythonFunction", "QueueSource", "RecordDistribution", "RecordFormat", "RedriveStateMachine", "RedshiftDestination",
    "ReplicationType", "ResolverQueryLogs", "RestAccessLogs", "S3Destination", "SchemaHasNoColumns", "Selection",
    "SesEvents", "ShardAutoscaling", "SharedConsumer", "SnowflakeDestination", "SourceBackup", "SplunkDestination",
    "StackFilter", "Staging", "StorageClass", "StreamApi", "StreamSource", "StreamsEndpoint", "TableCompression",
    "TableSource", "TargetOperation", "TopicSubscription", "VpcDelivery", "WafLogs", "firehose_addresses",
    "firehose_cluster_policy", "firehose_peer", "fluent_bit_output", "grant_producer_library",
    "kinesis_agent_configuration", "record_data_events", "stack_policy", "stream_changes", "write_broker_logs",
    "write_cache_logs",
]  # fmt: skip
