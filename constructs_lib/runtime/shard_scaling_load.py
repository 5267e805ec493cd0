"""What CloudWatch measured of a stream, as the decision about its shards takes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from constructs_lib.runtime.shard_scaling import SHARD_BYTES, SHARD_RECORDS, Load

NAMESPACE = "AWS/Kinesis"
MINUTE_SECONDS = 60
RECENT_MINUTES = 5
QUERIES_AT_ONCE = 500
"""Source: CloudWatch API Reference, GetMetricData: up to 500 queries in a call."""
BYTES, RECORDS, REFUSED = "IncomingBytes", "IncomingRecords", "WriteProvisionedThroughputExceeded"
STREAM_METRICS = (BYTES, RECORDS, REFUSED)


def measure(
    cloudwatch: Any, *, stream: str, shards: Sequence[str], time: float, lately_seconds: float
) -> tuple[Load, Load]:
    """Read the load of the last minutes, and that of a longer time.

    Args:
        cloudwatch: a boto3 client.
        stream: its name.
        shards: ids of open shards with metrics of their own; none where nobody switched those on.
        time: Unix seconds.
        lately_seconds: length of the longer time.
    """
    queries = [_query(f"m{number}", metric, {"StreamName": stream}) for number, metric in enumerate(STREAM_METRICS)]
    recent = time - RECENT_MINUTES * MINUTE_SECONDS
    totals = _sums(cloudwatch, queries, start=time - lately_seconds, end=time)
    shares = _shares(cloudwatch, stream, shards, start=recent, end=time)
    bytes_, records, refused = (totals.get(query["Id"], {}) for query in queries)
    now = Load(
        bytes_per_second=_busiest(bytes_, recent),
        records_per_second=_busiest(records, recent),
        throttled=_total(refused, recent),
        shard_shares=shares,
    )
    lately = Load(bytes_per_second=_busiest(bytes_), records_per_second=_busiest(records), throttled=_total(refused))
    return now, lately


def _shares(cloudwatch: Any, stream: str, shards: Sequence[str], *, start: float, end: float) -> list[float]:
    queries = [
        _query(f"{letter}{number}", metric, {"StreamName": stream, "ShardId": shard})
        for number, shard in enumerate(shards)
        for letter, metric in (("b", BYTES), ("r", RECORDS))
    ]
    sums = _sums(cloudwatch, queries, start=start, end=end)
    return [
        max(
            _busiest(sums.get(f"b{number}", {})) / SHARD_BYTES,
            _busiest(sums.get(f"r{number}", {})) / SHARD_RECORDS,
        )
        for number in range(len(shards))
    ]


def _query(id: str, metric: str, dimensions: Mapping[str, str]) -> dict[str, Any]:
    named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    identity = {"Namespace": NAMESPACE, "MetricName": metric, "Dimensions": named}
    return {"Id": id, "MetricStat": {"Metric": identity, "Period": MINUTE_SECONDS, "Stat": "Sum"}}


def _sums(
    cloudwatch: Any, queries: Sequence[Mapping[str, Any]], *, start: float, end: float
) -> Mapping[str, dict[float, float]]:
    """Give the sum of each minute of each query, by the minute's beginning in Unix seconds."""
    found: dict[str, dict[float, float]] = defaultdict(dict)
    for page in _pages(cloudwatch, queries, start=start, end=end):
        for result in page["MetricDataResults"]:
            moments = (moment.timestamp() for moment in result["Timestamps"])
            found[result["Id"]].update(zip(moments, result["Values"], strict=True))
    return found


def _pages(
    cloudwatch: Any, queries: Sequence[Mapping[str, Any]], *, start: float, end: float
) -> Iterator[Mapping[str, Any]]:
    paginator = cloudwatch.get_paginator("get_metric_data")
    for first in range(0, len(queries), QUERIES_AT_ONCE):
        yield from paginator.paginate(
            MetricDataQueries=list(queries[first : first + QUERIES_AT_ONCE]),
            StartTime=datetime.fromtimestamp(start, tz=UTC),
            EndTime=datetime.fromtimestamp(end, tz=UTC),
        )


def _busiest(minutes: Mapping[float, float], since: float = 0) -> float:
    return max((value for moment, value in minutes.items() if moment >= since), default=0) / MINUTE_SECONDS


def _total(minutes: Mapping[float, float], since: float = 0) -> float:
    return sum(value for moment, value in minutes.items() if moment >= since)
