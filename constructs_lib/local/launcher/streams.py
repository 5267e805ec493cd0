# ruff: noqa: SLF001 - MiniStack has no public interface for this
"""Stream properties that MiniStack drops: encryption, shard-level metrics, record size, mode."""

from __future__ import annotations

import json
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import kinesis

from constructs_lib.limits import limit
from constructs_lib.local.launcher import handlers
from constructs_lib.local.launcher.contract import expect

PATCH = "streams"
RECORD_SIZE = limit("kinesis-stream-max-record-size")
ALL_METRICS = "ALL"
SHARD_LEVEL_METRICS = tuple(
    str(name) for name in limit("kinesis-stream-shard-metrics-enum").allowed if name != ALL_METRICS
)
ON_DEMAND_SHARDS = limit("kinesis-stream-ondemand-initial-write").value  # one for every MB/s, assumed


def apply() -> None:
    """Keep the properties, describe them, and add the calls that change them."""
    expect(
        PATCH,
        kinesis,
        _create_stream=("data",),
        _describe_stream=("data",),
        _describe_stream_summary=("data",),
        _resolve_stream=("data",),
        _streams=None,
        handle_request=("method", "path", "headers", "body", "query_params"),
    )
    handlers.after(PATCH, "AWS::Kinesis::Stream", keep_properties)
    keep_created()
    describe("_describe_stream", "StreamDescription")
    describe("_describe_stream_summary", "StreamDescriptionSummary")
    add_calls()


def keep_properties(name: str, properties: handlers.Properties) -> None:
    """Store a template's properties as MiniStack's own calls store them."""
    stream = kinesis._streams[name]
    encryption = properties.get("StreamEncryption")
    if encryption:
        stream.update(EncryptionType=encryption["EncryptionType"], KeyId=encryption["KeyId"])
    else:
        stream["EncryptionType"] = "NONE"
        stream.pop("KeyId", None)
    stream["ShardLevelMetrics"] = expanded(properties.get("DesiredShardLevelMetrics") or [])
    stream["MaxRecordSizeInKiB"] = int(properties.get("MaxRecordSizeInKiB") or RECORD_SIZE.low)


def expanded(metrics: list[str]) -> list[str]:
    """Spell out ALL."""
    return list(SHARD_LEVEL_METRICS) if ALL_METRICS in metrics else list(metrics)


def keep_created() -> None:
    """Keep what CreateStream is given beside name and shards."""
    create = kinesis._create_stream

    def create_stream(data: dict[str, Any]) -> Any:
        if data.get("StreamModeDetails", {}).get("StreamMode") == "ON_DEMAND":
            data = {**data, "ShardCount": ON_DEMAND_SHARDS}
        answer = create(data)
        if answer[0] < 400:
            stream = kinesis._streams[data["StreamName"]]
            stream["tags"].update(data.get("Tags") or {})
            stream["MaxRecordSizeInKiB"] = int(data.get("MaxRecordSizeInKiB") or RECORD_SIZE.low)
        return answer

    kinesis._create_stream = create_stream


def describe(function: str, field: str) -> None:
    """Add the kept properties to what a describe call answers."""
    original = getattr(kinesis, function)

    def described(data: dict[str, Any]) -> Any:
        code, headers, body = original(data)
        _, stream = kinesis._resolve_stream(data)
        if stream is None:
            return code, headers, body
        document = json.loads(body)
        document[field]["EnhancedMonitoring"] = [{"ShardLevelMetrics": stream.get("ShardLevelMetrics", [])}]
        document[field]["MaxRecordSizeInKiB"] = stream.get("MaxRecordSizeInKiB", RECORD_SIZE.low)
        return json_response(document)

    setattr(kinesis, function, described)


def add_calls() -> None:
    """Add UpdateMaxRecordSize and UpdateStreamMode."""
    original = kinesis.handle_request
    added = {"UpdateMaxRecordSize": update_max_record_size, "UpdateStreamMode": update_stream_mode}

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query_params: Any) -> Any:
        call = added.get(headers.get("x-amz-target", "").rpartition(".")[2])
        if call is None:
            return await original(method, path, headers, body, query_params)
        return call(json.loads(body))

    kinesis.handle_request = handle_request


def update_max_record_size(data: dict[str, Any]) -> Any:
    """Answer UpdateMaxRecordSize."""
    _, stream = kinesis._resolve_stream(data)
    if stream is None:
        return error_response_json("ResourceNotFoundException", f"stream {data.get('StreamARN')} not found", 400)
    size = data.get("MaxRecordSizeInKiB", 0)
    if size not in RECORD_SIZE:
        allowed = f"{RECORD_SIZE.low:g} to {RECORD_SIZE.high:g}"
        return error_response_json("ValidationException", f"MaxRecordSizeInKiB must be {allowed}", 400)
    stream["MaxRecordSizeInKiB"] = size
    return json_response({})


def update_stream_mode(data: dict[str, Any]) -> Any:
    """Answer UpdateStreamMode; the shards stay as they are."""
    _, stream = kinesis._resolve_stream(data)
    if stream is None:
        return error_response_json("ResourceNotFoundException", f"stream {data.get('StreamARN')} not found", 400)
    stream["StreamModeDetails"] = dict(data["StreamModeDetails"])
    return json_response({})
