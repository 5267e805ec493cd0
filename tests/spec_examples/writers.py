"""A good and a bad example of every keyword of a writer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.spec_examples.arns import BUCKET, CHANGES, DELIVERY, QUEUE, TOPIC
from tests.spec_examples.nested import below

PATTERN = {"source": [{"prefix": "shop."}], "detail-type": ["OrderPlaced"]}
METRICS = {
    "": ([{"namespace": "AWS/Kinesis"}], []),
    "namespace": ("AWS/Kinesis", ""),
    "metrics": (["IncomingBytes"], "IncomingBytes"),
}

WRITERS: Mapping[str, tuple[Any, Any]] = {
    "writers": (
        {"Logs": {"target": "ToLake", "logSubscription": {"logGroup": "/app/orders"}}},
        {"Logs": {"target": "ToLake"}},
    ),
    "writers.target": (DELIVERY, "ToLakes"),
    **below(
        "writers.logSubscription",
        {
            "": ({"logGroup": "/app/orders"}, {}),
            "logGroup": ("/app/orders", ""),
            "filterPattern": ("ERROR", ""),
            "distribution": ("Random", "BY_LOG_STREAM"),
            "filterName": ("orders", ""),
        },
    ),
    **below(
        "writers.eventRule",
        {
            "": ({"pattern": PATTERN}, {"pattern": PATTERN, "schedule": "rate(1 hour)"}),
            "pattern": (PATTERN, "shop"),
            "schedule": ("rate(5 minutes)", ""),
            "bus": ("orders", ""),
            "partitionKeyPath": ("$.detail.shop", ""),
            "retryAttempts": (10, "often"),
            "maxEventAge": ("1 h", "an hour"),
            "onFailure": (QUEUE, TOPIC),
            "ruleName": ("orders", ""),
            "enabled": (False, "no"),
        },
    ),
    **below(
        "writers.bucketEvents",
        {
            "": ({"bucket": BUCKET}, {"prefix": "orders/"}),
            "bucket": (BUCKET, "orders-of-shops"),
            "eventTypes": (["Object Created", "Object Deleted"], []),
            "prefix": ("orders/", ""),
            "partitionKeyPath": ("$.detail.object.key", ""),
            "onFailure": (QUEUE, "lost"),
        },
    ),
    **below(
        "writers.topicSubscription",
        {
            "": ({"topic": TOPIC}, {}),
            "topic": (TOPIC, "on-call"),
            "raw": (False, "no"),
            "filterPolicy": ({"shop": ["berlin"]}, "berlin"),
            "filterBody": (True, "yes"),
            "onFailure": (QUEUE, "lost"),
        },
    ),
    **below(
        "writers.pipe",
        {
            "": ({"queue": QUEUE, "partitionKey": "$.messageId"}, {"partitionKey": "$.messageId"}),
            "queue": (QUEUE, TOPIC),
            "tableStream": (CHANGES, "arn:aws:dynamodb"),
            "startingPosition": ("LATEST", "NEWEST"),
            "retryAttempts": (3, -2),
            "onFailure": (QUEUE, "lost"),
            "batchSize": (50, 0),
            "batchingWindow": ("10 s", 10),
            "partitionKey": ("$.body.shop", ""),
            "filters": ([{"body": {"shop": ["berlin"]}}], {"body": {"shop": ["berlin"]}}),
            "inputTemplate": ("<$.body>", ""),
            "pipeName": ("orders", ""),
            "enabled": (False, "no"),
        },
    ),
    **below(
        "writers.iotRule",
        {
            "": ({"sql": "SELECT * FROM 'sensors/#'"}, {}),
            "sql": ("SELECT * FROM 'sensors/#'", ""),
            "partitionKey": ("${topic(2)}", ""),
            "separator": ("\n\n", ""),
            "batchMode": (True, "yes"),
            "onFailure": (QUEUE, "lost"),
            "ruleName": ("orders", ""),
            "description": ("of all shops", ""),
            "enabled": (False, "no"),
        },
    ),
    **below(
        "writers.metricStream",
        {
            "": ({"include": [{"namespace": "AWS/Kinesis"}]}, {"include": "AWS/Kinesis"}),
            **below("include", METRICS),
            **below("exclude", METRICS),
            "outputFormat": ("opentelemetry1.0", "otel"),
            "includeLinkedAccounts": (True, "all"),
            "metricStreamName": ("metrics", ""),
        },
    ),
}
