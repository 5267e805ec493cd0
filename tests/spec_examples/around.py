"""What has to stand around a keyword, and beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.spec_examples.arns import (
    BUCKET,
    CHANGES,
    CHANNEL_TABLE,
    CLUSTER,
    CODE,
    COLLECTION,
    DATABASE,
    DOMAIN,
    EVENT,
    FUNCTION,
    QUEUE,
    ROLE,
    SECRET,
    SNOWFLAKE,
    TABLE,
    TOPIC,
    VPC,
    WAREHOUSE,
)

SMALLEST: Mapping[str, Any] = {
    "streams": {"Orders": {}},
    "consumers": {"Watch": {"stream": "Orders", "function": FUNCTION, "functionRole": ROLE}},
    "deliveries": {"ToLake": {"s3": {}}},
    "failureBuckets": {"Lost": {}},
}
S3 = ("deliveries", "ToLake", "s3")
HTTP = ("deliveries", "ToLake", "httpEndpoint")
SEARCH = ("deliveries", "ToLake", "openSearch")
ICEBERG = ("deliveries", "ToLake", "iceberg")
SERVERLESS = ("deliveries", "ToLake", "openSearchServerless")
SPLUNK = ("deliveries", "ToLake", "splunk")
REDSHIFT = ("deliveries", "ToLake", "redshift")
SOURCE = ("deliveries", "ToLake", "source")
EVENT_TABLE = (*S3, "conversion", "eventTable")
PUT = ("writers", "Put")
LOGS = (*PUT, "logSubscription")
PIPE = (*PUT, "pipe")
RULE = (*PUT, "eventRule")
AROUND: Mapping[tuple[str, ...], Any] = {
    (*S3, "conversion"): {"table": TABLE},
    HTTP: {"url": "https://ingest.example.com/v1"},
    SEARCH: {"domain": DOMAIN, "index": "orders"},
    ICEBERG: {"tableBucket": "lake", "tables": [{"database": "air", "table": "flights"}]},
    (*ICEBERG, "warehouse"): BUCKET,
    (*S3, "conversion", "hiveJson"): {"timestampFormats": ["millis"]},
    EVENT_TABLE: {"name": "flights", "schema": EVENT},
    SERVERLESS: {"collection": COLLECTION, "index": "orders"},
    SPLUNK: {"endpoint": "https://hec.example.com:8088", "secret": SECRET},
    REDSHIFT: {"database": WAREHOUSE, "table": "flights", "secret": SECRET},
    ("deliveries", "ToLake", "snowflake"): SNOWFLAKE,
    **{(*way, "vpc"): VPC for way in (SEARCH, SERVERLESS)},
    ("writers", "Put"): {"target": "Orders"},
    **{(*PUT, "metricStream", each): [{"namespace": "AWS/Kinesis"}] for each in ("include", "exclude")},
    LOGS: {"logGroup": "/app/orders"},
    RULE: {"pattern": {"source": ["shop"]}},
    (*RULE, "schedule"): "rate(5 minutes)",
    (*PUT, "bucketEvents"): {"bucket": BUCKET},
    PIPE: {"queue": QUEUE, "partitionKey": "$.messageId"},
    (*PUT, "iotRule"): {"sql": "SELECT * FROM 'sensors/#'"},
    ("channels", "Kept"): {"stream": "Orders", "s3": {}},
    ("channels", "Kept", "table"): CHANNEL_TABLE,
    ("applications", "Scores"): {"runtime": "FLINK-1_20", "code": CODE},
    ("applications", "Scores", "vpc"): VPC,
    (*PUT, "topicSubscription"): {"topic": TOPIC},
    ("deliveries", "ToLake", "processors"): [{}],
    (*SOURCE, "msk"): {"cluster": CLUSTER, "topic": "orders"},
    (*SOURCE, "database"): DATABASE,
    ("deliveries", "ToLake", "transform"): {"function": FUNCTION},
}
"""What has to stand around a keyword."""
DELIVERIES_ONLY = [
    *(f"topicSubscription{each}" for each in ("", ".topic", ".raw", ".filterPolicy", ".filterBody", ".onFailure")),
    *(f"iotRule.{each}" for each in ("separator", "batchMode")),
    *(f"metricStream{each}" for each in ("", ".outputFormat", ".includeLinkedAccounts", ".metricStreamName")),
    *(f"metricStream.{kind}{each}" for kind in ("include", "exclude") for each in ("", ".namespace", ".metrics")),
]
WITH: Mapping[str, Mapping[tuple[str, ...], Any]] = {
    "consumers.startingPositionTimestamp": {("consumers", "Watch", "startingPosition"): "AT_TIMESTAMP"},
    "consumers.entry": {("consumers", "Watch", "function"): None, ("consumers", "Watch", "functionRole"): None},
    "consumers.consumerName": {("consumers", "Watch", "fanOut"): True},
    "streams.warmThroughput": {("streams", "Orders", "mode"): "ON_DEMAND"},
    "streams.mode": {("streams", "Orders", "shards"): 2},
    "deliveries.s3.partitionBy.transformKeys": {
        ("deliveries", "ToLake", "transform"): {"function": FUNCTION},
        (*S3, "partitionBy", "jq"): None,
    },
    "deliveries.s3.partitionBy.retry": {(*S3, "partitionBy", "jq"): {"shop": ".shop"}},
    "deliveries.transform.entry": {("deliveries", "ToLake", "transform", "function"): None},
    "deliveries.iceberg.warehouse": {(*ICEBERG, "tableBucket"): None},
    "deliveries.s3.conversion.orc.paddingTolerance": {(*S3, "conversion", "orc", "padding"): True},
    **{
        f"deliveries.iceberg.{each}": {(*ICEBERG, "tableBucket"): None, (*ICEBERG, "warehouse"): BUCKET}
        for each in ("prefix", "account", "region")
    },
    "deliveries.iceberg.createTables": {(*ICEBERG, "tableBucket"): None, (*ICEBERG, "warehouse"): BUCKET},
    "deliveries.iceberg.evolveSchema": {(*ICEBERG, "tableBucket"): None, (*ICEBERG, "warehouse"): BUCKET},
    **{
        f"deliveries.s3.conversion.eventTable{keyword}": {
            (*S3, "conversion", "table"): None,
            (*S3, "prefix"): "flights/",
        }
        for keyword in ("", ".name", ".schema", ".database", ".types", ".parameters")
    },
    **{
        f"deliveries.processors.RecordDeAggregation{keyword}": {(*S3, "partitionBy", "jq"): {"shop": ".shop"}}
        for keyword in ("", ".delimiter")
    },
    "deliveries.snowflake.contentColumn": {
        ("deliveries", "ToLake", "snowflake", "dataLoading"): "VARIANT_CONTENT_MAPPING"
    },
    "deliveries.snowflake.metadataColumn": {
        ("deliveries", "ToLake", "snowflake", "dataLoading"): "VARIANT_CONTENT_AND_METADATA_MAPPING",
        ("deliveries", "ToLake", "snowflake", "contentColumn"): "CONTENT",
    },
    "deliveries.snowflake.dataLoading": {("deliveries", "ToLake", "snowflake", "contentColumn"): "CONTENT"},
    "deliveries.httpEndpoint.partner": {(*HTTP, "secret"): SECRET},
    "deliveries.httpEndpoint.site": {(*HTTP, "url"): None, (*HTTP, "partner"): "Datadog", (*HTTP, "secret"): SECRET},
    **{
        f"channels.table{each}": {("channels", "Kept", "s3"): None}
        for each in ("", ".tableBucket", ".namespace", ".name", ".schema", ".schema.arn", ".schema.registryArn")
    },
    **{
        f"channels.table.{each}": {("channels", "Kept", "s3"): None}
        for each in ("compression", "partitionBy", "failures", "tableKey")
    },
    "writers.target": {LOGS: {"logGroup": "/app/orders"}},
    **{
        f"writers.pipe.{keyword}": {(*PIPE, "queue"): None, (*PIPE, "tableStream"): CHANGES}
        for keyword in ("startingPosition", "retryAttempts", "onFailure")
    },
    "writers.pipe.tableStream": {(*PIPE, "queue"): None},
    "writers.eventRule.schedule": {(*RULE, "pattern"): None},
    **{f"writers.{kind}": {(*PUT, "target"): "ToLake"} for kind in DELIVERIES_ONLY},
    "deliveries.iceberg.appendOnly": {},
    "deliveries.iceberg.tables.uniqueKeys": {},
}
"""Keyword to what has to be said beside it; nothing, where it says `None`."""
