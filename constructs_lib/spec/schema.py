"""The JSON Schema of a pipeline spec, made from the limits."""

from __future__ import annotations

from typing import Any

from constructs_lib.spec import alarms, applications, channels, processing, sources
from constructs_lib.spec.destinations import DESTINATIONS
from constructs_lib.spec.keywords import (
    FAILURES,
    MOMENT,
    STREAM,
    WRITTEN,
    Form,
    Forms,
    arn,
    choice,
    flag,
    mapping,
    matching,
    named,
    several,
    texts,
)
from constructs_lib.spec.streams import REMOVAL
from constructs_lib.spec.units import DAYS, HOURS, LONG, RECORD_SIZE, SHORT, THROUGHPUT, TRANSFORM_SIZE
from constructs_lib.spec.writers import WRITERS

VERSION = 1


def pipeline_schema(*, bounds: bool = True) -> dict[str, Any]:
    """Make the schema.

    Args:
        bounds: whether it holds the bounds of AWS, for editors; a check leaves them to the rules.
    """
    forms = Forms(bounds)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kinesis-constructs pipeline",
        **mapping(
            {
                "version": {"description": "Of this format.", "const": VERSION},
                "description": forms.text("What the pipeline is for; the description of its template."),
                "streams": named(stream(forms), "Data streams, by logical id."),
                "consumers": named(consumer(forms), "Functions that read streams, by logical id."),
                "deliveries": named(delivery(forms), "Delivery streams, by logical id."),
                "writers": named(writer(forms), "Services that write into streams and deliveries, by logical id."),
                "channels": named(
                    channels.form(forms), "Deliveries by Kinesis itself, without a delivery stream, by logical id."
                ),
                "applications": named(applications.form(forms), "Flink applications, by logical id."),
                "failureBuckets": named(
                    failure_bucket(forms), "Buckets in which failed records rest, for several parts."
                ),
                "tags": texts("Of everything that is defined, key to value."),
                "alarms": alarms.form(forms),
            },
            "Streams, consumers and deliveries of one pipeline.",
            required=["version"],
        ),
    }


def stream(forms: Forms) -> Form:
    """The form of a data stream."""
    return mapping(
        {
            "mode": choice("kinesis-stream-mode-enum", "PROVISIONED with shards, else ON_DEMAND, unless given."),
            "shards": forms.count("kinesis-stream-shard-count-bounds", "Of a provisioned stream."),
            "warmThroughput": forms.quantity(
                THROUGHPUT, "kinesis-stream-warm-throughput-min", "What an on-demand stream takes at once."
            ),
            "retention": forms.quantity(
                HOURS, "kinesis-stream-retention-hours", "How long records are kept; 48 h unless given."
            ),
            "recordSize": forms.quantity(
                RECORD_SIZE,
                "kinesis-stream-max-record-size",
                "Largest record; 1 MiB, the service's own default, unless given.",
            ),
            "recordDistribution": choice(
                "kinesis-stream-record-distribution-enum", "Who chooses the shard of a record."
            ),
            "key": arn("kms", "Customer key; the AWS managed key unless given."),
            "shardMetrics": several(choice("kinesis-stream-shard-metrics-enum", "A metric."), "Billed for each shard."),
            "streamName": forms.text("CloudFormation makes one unless given.", "kinesis-stream-name-length"),
            "removalPolicy": {"description": "RETAIN unless given.", "enum": list(REMOVAL)},
        },
        "A data stream; empty for the defaults.",
    )


def consumer(forms: Forms) -> Form:
    """The form of a function that reads a stream."""
    return mapping(
        {
            "stream": matching(STREAM, "Name of a stream of this spec, or an ARN."),
            "function": arn("lambda", "A function that is there; or give entry."),
            "functionRole": arn("iam", "The role of that function, which gets the permissions that it needs to read."),
            "entry": forms.text("A Python file or folder that becomes the function; or give function."),
            "fanOut": flag("Register a consumer with throughput of its own; true unless given."),
            "consumerName": forms.text("Of the registered consumer.", "kinesis-consumer-name-length"),
            "batchSize": forms.count("esm-batch-size", "Most records in a call; 100 unless given."),
            "batchingWindow": forms.quantity(
                SHORT, "esm-batching-window", "How long to wait for a full batch; not at all unless given."
            ),
            "parallelizationFactor": forms.count(
                "esm-parallelization-factor", "Batches of one shard at a time; 1 unless given."
            ),
            "retryAttempts": forms.count("esm-max-retry-attempts", "Calls after a failed one; 5 unless given."),
            "maxRecordAge": forms.quantity(
                LONG, "esm-max-record-age", "Older records are given up; half the retention unless given."
            ),
            "bisectBatchOnError": flag("Halve a failing batch; true unless given."),
            "reportBatchItemFailures": flag("The function says which record failed; true unless given."),
            "startingPosition": choice("esm-starting-position-enum", "TRIM_HORIZON, the oldest record, unless given."),
            "startingPositionTimestamp": matching(MOMENT, "With AT_TIMESTAMP: 2026-12-31T08:00:00Z."),
            "tumblingWindow": forms.quantity(SHORT, "esm-tumbling-window", "Over which calls share a state."),
            "filters": several(
                {"type": "object"}, "Patterns of the records that reach the function: {data: {kind: [landed]}}."
            ),
            "eventCountMetrics": flag("Let Lambda count what it polled, filtered and failed; billed."),
            "onFailure": matching(
                FAILURES, "A failure bucket of this spec, or an ARN; a queue is defined unless given."
            ),
        },
        "A function that reads a stream.",
        required=["stream"],
        one_of=["function", "entry"],
    )


def delivery(forms: Forms) -> Form:
    """The form of a delivery stream."""
    return mapping(
        {
            "source": sources.form(forms),
            "key": arn("kms", "Customer key of what producers put; a key that AWS owns unless given."),
            "transform": transform(forms),
            "processors": processing.form(forms),
            "deliveryStreamName": forms.text("CloudFormation makes one unless given.", "firehose-name-length"),
            **{keyword: each.form(forms) for keyword, each in DESTINATIONS.items()},
        },
        "A delivery stream.",
        one_of=DESTINATIONS,
    )


def transform(forms: Forms) -> Form:
    """The form of a function that records go through."""
    return mapping(
        {
            "function": arn("lambda", "A function that is there; or give entry."),
            "entry": forms.text("A Python file or folder that becomes the function; or give function."),
            "bufferSize": forms.quantity(
                TRANSFORM_SIZE, "firehose-lambda-buffer-size", "What one call gets; 1 MiB unless given."
            ),
            "bufferInterval": forms.quantity(
                SHORT, "firehose-lambda-buffer-interval", "How long input is collected for a call; 60 s unless given."
            ),
            "retries": forms.count("firehose-lambda-retries", "Calls after a failed one; 3 unless given."),
            "outputGrowth": {
                "description": "Bytes answered per byte received, at most; 1.0 unless given.",
                "type": "number",
                "exclusiveMinimum": 0,
            },
        },
        "A function that answers each record.",
        one_of=["function", "entry"],
    )


def writer(forms: Forms) -> Form:
    """The form of a service that writes."""
    kinds = {keyword: each.form(forms) for keyword, each in WRITERS.items()}
    text = "Name of a stream or delivery stream of this spec, or an ARN; a delivery stream takes direct puts."
    return mapping({"target": matching(WRITTEN, text), **kinds}, "A writer.", required=["target"], one_of=kinds)


def failure_bucket(forms: Forms) -> Form:
    """The form of a bucket for failed records."""
    return mapping(
        {
            "retention": forms.quantity(DAYS, None, "How long records are kept; for good unless given."),
            "key": arn("kms", "Customer key; the bucket has one of its own unless given."),
            "removalPolicy": {"description": "RETAIN unless given.", "enum": list(REMOVAL)},
        },
        "A bucket for failed records; empty for the defaults.",
    )
