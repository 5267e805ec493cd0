"""A good and a bad example of every keyword of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.spec_examples.arns import BUCKET, CHANNEL_TABLE, KEY, SCHEMA
from tests.spec_examples.nested import below

CHANNELS: Mapping[str, tuple[Any, Any]] = below(
    "channels",
    {
        "": ({"Kept": {"stream": "Orders", "s3": None}}, {"Kept": {"stream": "Orders"}}),
        "stream": ("Orders", "Odrers"),
        "recordFormat": ("STRING", "TEXT"),
        "freshness": ("10 min", 600),
        "key": (KEY, "orders"),
        "channelName": ("orders", ""),
        "s3": ({}, "orders"),
        "s3.bucket": (BUCKET, "orders"),
        "s3.keyTemplate": ("orders/!{yyyy}/!{MM}/!{dd}/!{HH}/!{extension}", ""),
        "s3.compression": ("ZSTD", "zstd"),
        "s3.storageClass": ("GLACIER_IR", "GLACIER"),
        "s3.failures": ("Lost", "Lots"),
        "table": (CHANNEL_TABLE, {**CHANNEL_TABLE, "schema": SCHEMA["arn"]}),
        "table.tableBucket": (CHANNEL_TABLE["tableBucket"], "lake"),
        "table.namespace": ("air", ""),
        "table.name": ("flights", ""),
        "table.schema": (SCHEMA, {"arn": SCHEMA["arn"]}),
        "table.schema.arn": (SCHEMA["arn"], "orders"),
        "table.schema.registryArn": (SCHEMA["registryArn"], "events"),
        "table.compression": ("SNAPPY", "GZIP"),
        "table.partitionBy": ("landed", ""),
        "table.failures": (BUCKET, "Lots"),
        "table.tableKey": (KEY, "alias/tables"),
    },
)
