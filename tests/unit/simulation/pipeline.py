from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from constructs_lib.simulation import DeliveryEngine, FunctionFailure, SourceRecord

STREAM_ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/orders"
DELIVERY_ARN = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/orders"
FUNCTION_ARN = "arn:aws:lambda:eu-west-1:111122223333:function:clean"
ARRIVAL = 1_535_365_800.0  # 2018-08-27T10:30:00Z
UNCAUGHT = FunctionFailure("boom")

Answer = Callable[[dict[str, Any]], object]


class Clock:
    def __init__(self, now: float = ARRIVAL) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Store(dict[tuple[str, str], bytes]):
    """Objects by bucket and key; the next puts fail where told so."""

    def __init__(self, failing: Iterable[bool] = ()) -> None:
        super().__init__()
        self.encodings: dict[tuple[str, str], str | None] = {}
        self._failing = iter(failing)

    def put(self, bucket: str, key: str, body: bytes, *, content_encoding: str | None = None) -> None:
        if next(self._failing, False):
            raise OSError("slow down")
        assert (bucket, key) not in self
        self[bucket, key] = body
        self.encodings[bucket, key] = content_encoding

    def keys_in(self, bucket: str) -> list[str]:
        return sorted(key for each, key in self if each == bucket)

    def bodies(self, bucket: str, prefix: str = "") -> list[bytes]:
        return [plain(key, body) for (each, key), body in self.items() if each == bucket and key.startswith(prefix)]

    def errors(self, prefix: str = "errors/") -> list[dict[str, Any]]:
        return [json.loads(line) for body in self.bodies("lake", prefix) for line in body.splitlines()]


def plain(key: str, body: bytes) -> bytes:
    if key.endswith(".gz"):
        return gzip.decompress(body)
    if key.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return archive.read(archive.namelist()[0])
    return body


class Functions:
    """Answers with the given functions in turn, the last one for ever; exceptions are raised."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers = list(answers)
        self.events: list[dict[str, Any]] = []

    def invoke(self, function_arn: str, event: dict[str, Any]) -> object:
        assert function_arn == FUNCTION_ARN
        self.events.append(event)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(event)


def each(result: Callable[[bytes], Mapping[str, Any]]) -> Answer:
    """Answer with what `result` says of each record's data."""

    def answer(event: dict[str, Any]) -> object:
        return {
            "records": [
                {"recordId": record["recordId"], **result(b64decode(record["data"]))} for record in event["records"]
            ]
        }

    return answer


def ok(data: bytes, **keys: object) -> dict[str, Any]:
    return {"result": "Ok", "data": b64encode(data).decode(), "metadata": {"partitionKeys": keys}}


def processor(type: str, **parameters: str) -> dict[str, Any]:
    listed = [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]
    return {"Type": type, "Parameters": listed}


def transform(**parameters: str) -> dict[str, Any]:
    return processor("Lambda", LambdaArn=FUNCTION_ARN, **parameters)


NEWLINES = processor("AppendDelimiterToRecord", Delimiter=r"\n")


def destination(*processors: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {
        "ExtendedS3DestinationConfiguration": {
            "BucketARN": "arn:aws:s3:::lake",
            "Prefix": "data/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "ProcessingConfiguration": {"Enabled": True, "Processors": list(processors)},
            **properties,
        }
    }


def engine(
    properties: Mapping[str, Any], store: Store, functions: Functions | None = None, **more: Any
) -> DeliveryEngine:
    return DeliveryEngine(
        "orders",
        DELIVERY_ARN,
        properties,
        store=store,
        functions=functions,
        region="eu-west-1",
        account="111122223333",
        **{"clock": Clock(), **more},
    )


def records(*payloads: bytes, arrival: float = ARRIVAL) -> list[SourceRecord]:
    return [
        SourceRecord(payload, arrival, f"key-{index}", f"{index:056d}", "shardId-000000000000")
        for index, payload in enumerate(payloads)
    ]
