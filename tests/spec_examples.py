"""A good and a bad example of every keyword of a pipeline spec, and the smallest spec around it."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

ARN = "arn:aws:{}:eu-west-1:111122223333:{}"
KEY = ARN.format("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")
FUNCTION = ARN.format("lambda", "function:clean")
ROLE = "arn:aws:iam::111122223333:role/clean"
BUCKET = "arn:aws:s3:::orders-of-shops"
TOPIC = ARN.format("sns", "on-call")
QUEUE = ARN.format("sqs", "lost")
STREAM = ARN.format("kinesis", "stream/elsewhere")
SECRET = ARN.format("secretsmanager", "secret:ingest-AbCdEf")
DOMAIN = ARN.format("es", "domain/search")
TABLE = {"database": "air", "name": "flights"}

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
AROUND: Mapping[tuple[str, ...], Any] = {
    (*S3, "conversion"): {"table": TABLE},
    HTTP: {"url": "https://ingest.example.com/v1"},
    SEARCH: {"domain": DOMAIN, "index": "orders"},
    ICEBERG: {"tableBucket": "lake", "tables": [{"database": "air", "table": "flights"}]},
    (*ICEBERG, "warehouse"): BUCKET,
    ("deliveries", "ToLake", "transform"): {"function": FUNCTION},
}
"""What has to stand around a keyword."""
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
    "deliveries.iceberg.createTables": {(*ICEBERG, "tableBucket"): None, (*ICEBERG, "warehouse"): BUCKET},
    "deliveries.iceberg.evolveSchema": {(*ICEBERG, "tableBucket"): None, (*ICEBERG, "warehouse"): BUCKET},
    "deliveries.iceberg.appendOnly": {},
    "deliveries.iceberg.tables.uniqueKeys": {},
}
"""Keyword to what has to be said beside it; nothing, where it says `None`."""

BUFFERING = {"size": ("64 MiB", "64 MB"), "interval": ("120 s", "16 min")}
COMPRESSION = ("GZIP", "gzip")
BACKUP = {
    "": ({"allRecords": True}, "all"),
    "allRecords": (True, "yes"),
    "bucket": ("Lost", "Lots"),
    "key": (KEY, "alias/orders"),
    "prefix": ("all/", ""),
    "errorPrefix": ("failed/", ""),
    "buffering": ({"size": "64 MiB"}, "64 MiB"),
    "buffering.size": ("64 MiB", "129 MiB"),
    "buffering.interval": ("120 s", "901 s"),
    "compression": COMPRESSION,
}


def below(keyword: str, examples: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    return {f"{keyword}.{name}".removesuffix("."): pair for name, pair in examples.items()}


EXAMPLES: Mapping[str, tuple[Any, Any]] = {
    "version": (1, 2),
    "description": ("orders of shops", ""),
    "tags": ({"owner": "orders", "cost-center": "7"}, {"owner": 7}),
    "alarms": (False, "on"),
    "alarms.targets": ([TOPIC], ["on-call"]),
    "streams": ({"Orders": None}, {"or-ders": {}}),
    "streams.mode": ("PROVISIONED", "provisioned"),
    "streams.shards": (2, 0),
    "streams.warmThroughput": ("100 MiB/s", "100 MiB"),
    "streams.retention": ("7 d", "12 h"),
    "streams.recordSize": ("2 MiB", "11 MiB"),
    "streams.recordDistribution": ("AUTO", "EVEN"),
    "streams.key": (KEY, "1234"),
    "streams.shardMetrics": (["IncomingBytes"], ["Bytes"]),
    "streams.streamName": ("orders", "or ders"),
    "streams.removalPolicy": ("DESTROY", "KEEP"),
    "consumers": ({"Watch": {"stream": "Orders", "function": FUNCTION}}, {"Watch": {"stream": "Orders"}}),
    "consumers.stream": (STREAM, "Odrers"),
    "consumers.function": (FUNCTION, "clean"),
    "consumers.functionRole": (ROLE, "clean"),
    "consumers.entry": ("functions/watch.py", ""),
    "consumers.fanOut": (False, "no"),
    "consumers.consumerName": ("watch", "wa tch"),
    "consumers.batchSize": (500, 10001),
    "consumers.batchingWindow": ("5 s", 5),
    "consumers.parallelizationFactor": (10, 11),
    "consumers.retryAttempts": (-1, -2),
    "consumers.maxRecordAge": ("12 h", "8 d"),
    "consumers.bisectBatchOnError": (False, 0),
    "consumers.reportBatchItemFailures": (False, "never"),
    "consumers.startingPosition": ("LATEST", "NEWEST"),
    "consumers.startingPositionTimestamp": ("2026-01-31T08:00:00Z", "2026-01-31"),
    "consumers.tumblingWindow": ("5 min", "20 min"),
    "consumers.filters": ([{"data": {"kind": ["landed"]}}], [{"data": {"kind": "landed"}}]),
    "consumers.eventCountMetrics": (True, "EventCount"),
    "consumers.onFailure": (QUEUE, "Lots"),
    "deliveries": ({"ToLake": {"s3": None}}, {"ToLake": {"s3": {}, "httpEndpoint": {"url": "https://a.example"}}}),
    "deliveries.source": ("Orders", "Clicks"),
    "deliveries.key": (KEY, "orders"),
    "deliveries.processors": (["AppendDelimiterToRecord"], ["Lambda"]),
    "deliveries.deliveryStreamName": ("orders", "or ders"),
    "deliveries.transform": ({"function": FUNCTION}, {}),
    "deliveries.transform.function": (FUNCTION, BUCKET),
    "deliveries.transform.entry": ("functions/clean.py", 1),
    "deliveries.transform.bufferSize": ("0.5 MiB", "4 MiB"),
    "deliveries.transform.bufferInterval": ("2 min", "1000 s"),
    "deliveries.transform.retries": (5, 301),
    "deliveries.transform.outputGrowth": (1.5, 0),
    "deliveries.s3": ({}, []),
    "deliveries.s3.bucket": (BUCKET, "orders"),
    "deliveries.s3.key": (KEY, "orders"),
    "deliveries.s3.failures": ("Lost", "Lots"),
    "deliveries.s3.prefix": ("orders/", ""),
    "deliveries.s3.errorPrefix": ("failed/", ""),
    **below("deliveries.s3.buffering", {"": ({"size": "64 MiB"}, {"sizes": "64 MiB"}), **BUFFERING}),
    "deliveries.s3.compression": COMPRESSION,
    "deliveries.s3.conversion": ({"table": TABLE}, {"table": "air.flights"}),
    "deliveries.s3.conversion.table": (TABLE, {"database": "air"}),
    "deliveries.s3.conversion.table.database": ("air", ""),
    "deliveries.s3.conversion.table.name": ("flights", ""),
    "deliveries.s3.conversion.table.version": ("3", 3),
    "deliveries.s3.conversion.table.catalog": ("111122223333", 111122223333),
    "deliveries.s3.conversion.table.region": ("eu-west-1", ""),
    "deliveries.s3.conversion.parquet": (None, "V2"),
    "deliveries.s3.conversion.parquet.compression": ("GZIP", "ZLIB"),
    "deliveries.s3.conversion.parquet.writerVersion": ("V2", "2"),
    "deliveries.s3.conversion.orc": ({}, True),
    "deliveries.s3.conversion.orc.compression": ("ZLIB", "GZIP"),
    "deliveries.s3.conversion.orc.formatVersion": ("V0_11", "V1"),
    "deliveries.s3.timeZone": ("Europe/Berlin", ""),
    "deliveries.s3.fileExtension": (".json.gz", ""),
    "deliveries.s3.partitionBy": ({"jq": {"shop": ".shop"}}, {"shop": ".shop"}),
    "deliveries.s3.partitionBy.jq": ({"shop": ".shop"}, {"shop": 1}),
    "deliveries.s3.partitionBy.transformKeys": (["shop"], []),
    "deliveries.s3.partitionBy.retry": ("1 h", "3 h"),
    "deliveries.httpEndpoint": ({"url": "https://ingest.example.com"}, {}),
    "deliveries.httpEndpoint.url": ("https://ingest.example.com", ""),
    "deliveries.httpEndpoint.name": ("ingest", ""),
    "deliveries.httpEndpoint.secret": (SECRET, "hunter2"),
    "deliveries.httpEndpoint.commonAttributes": ({"team": "orders"}, {}),
    "deliveries.httpEndpoint.contentEncoding": ("NONE", "none"),
    **below("deliveries.httpEndpoint.buffering", {"": ({"size": "5 MiB"}, "5 MiB"), "size": ("5 MiB", "65 MiB")}),
    "deliveries.httpEndpoint.buffering.interval": ("60 s", "60"),
    "deliveries.httpEndpoint.retry": ("2 h", "3 h"),
    **below("deliveries.httpEndpoint.backup", BACKUP),
    "deliveries.openSearch": ({"domain": DOMAIN, "index": "orders"}, {"index": "orders"}),
    "deliveries.openSearch.domain": (DOMAIN, "search"),
    "deliveries.openSearch.index": ("orders", ""),
    "deliveries.openSearch.indexRotation": ("OneMonth", "monthly"),
    "deliveries.openSearch.typeName": ("order", ""),
    "deliveries.openSearch.documentId": ("NO_DOCUMENT_ID", "NONE"),
    **below("deliveries.openSearch.buffering", {"": ({"size": "5 MiB"}, 5), "size": ("100 MiB", "101 MiB")}),
    "deliveries.openSearch.buffering.interval": ("60 s", "16 min"),
    "deliveries.openSearch.retry": ("0 s", "7201 s"),
    **below("deliveries.openSearch.backup", BACKUP),
    "deliveries.iceberg": ({"tableBucket": "lake", "route": {"database": ".area", "table": ".kind"}}, {"tables": []}),
    "deliveries.iceberg.tableBucket": ("lake", ""),
    "deliveries.iceberg.warehouse": (BUCKET, "lake"),
    "deliveries.iceberg.tables": ([{"database": "air", "table": "flights"}], []),
    "deliveries.iceberg.tables.database": ("air", ""),
    "deliveries.iceberg.tables.table": ("flights", ""),
    "deliveries.iceberg.tables.uniqueKeys": (["id"], []),
    "deliveries.iceberg.tables.partitionBy": (["day"], "day"),
    "deliveries.iceberg.tables.errorPrefix": ("failed/flights/", ""),
    "deliveries.iceberg.route": ({"table": ".kind"}, {"row": ".kind"}),
    "deliveries.iceberg.route.database": (".area", ""),
    "deliveries.iceberg.route.table": (".kind", ""),
    "deliveries.iceberg.route.operation": (".operation", 1),
    "deliveries.iceberg.appendOnly": (True, "True"),
    "deliveries.iceberg.createTables": (True, 1),
    "deliveries.iceberg.evolveSchema": (True, "yes"),
    **below("deliveries.iceberg.buffering", {"": ({"size": "5 MiB"}, "5 MiB"), "size": ("128 MiB", "129 MiB")}),
    "deliveries.iceberg.buffering.interval": ("60 s", "1 h"),
    "deliveries.iceberg.retry": ("300 s", "300"),
    **below("deliveries.iceberg.backup", {name: pair for name, pair in BACKUP.items() if name != "allRecords"}),
    "deliveries.iceberg.backup": ({"errorPrefix": "failed/"}, "all"),
    "deliveries.iceberg.backup.allRecords": (False, "no"),
    "deliveries.iceberg.backup.prefix": ("all/", ""),
    "failureBuckets": ({"Lost": None}, {"Lost": []}),
    "failureBuckets.retention": ("90 d", "90"),
    "failureBuckets.key": (KEY, "lost"),
    "failureBuckets.removalPolicy": ("DESTROY", "Delete"),
}
"""Keyword to a value that is right and one that is wrong."""
NAMES = {"streams": "Orders", "consumers": "Watch", "deliveries": "ToLake", "failureBuckets": "Lost"}


def path_of(keyword: str) -> tuple[str, ...]:
    section, *rest = keyword.split(".")
    return (section, NAMES[section], *rest) if rest and section in NAMES else (section, *rest)


def spec_with(keyword: str, value: Any) -> dict[str, Any]:
    """The smallest spec that has a keyword."""
    spec = {"version": 1, **copy.deepcopy(dict(SMALLEST))}
    path = path_of(keyword)
    if path[:2] == ("deliveries", "ToLake") and path[2:3] and path[2] in {"httpEndpoint", "openSearch", "iceberg"}:
        spec["deliveries"] = {"ToLake": {}}
    for around, what in AROUND.items():
        if path[: len(around)] == around and path != around:
            put(spec, around, what)
    put(spec, path, value)
    for beside, what in WITH.get(keyword, {}).items():
        put(spec, beside, what)
    return spec


def put(node: Any, path: tuple[str, ...], value: Any) -> None:
    *way, last = path
    for key in way:
        node = node[0] if isinstance(node, list) else node
        if node.get(key) is None:
            node[key] = {}
        node = node[key]
    node = node[0] if isinstance(node, list) else node
    if value is None and last != "parquet":
        node.pop(last, None)
    else:
        node[last] = copy.deepcopy(value)


def keywords_of(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every keyword that a schema has."""
    for branch in [schema, *schema.get("anyOf", ())]:
        for name, form in branch.get("properties", {}).items():
            yield ".".join((*path, name))
            yield from keywords_of(form, (*path, name))
        for inner in (branch.get("additionalProperties"), branch.get("items")):
            if isinstance(inner, dict):
                yield from keywords_of(inner, path)
