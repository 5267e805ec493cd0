"""What overflows a response goes back to its source with a counter, and is delivered in the end."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import constructs_lib
from constructs_lib.runtime.reingestion import without_count
from tests.patience import eventually

if TYPE_CHECKING:
    from constructs_lib.local import LocalAws
    from tests.integration.local.conftest import Lab

ROLE = "arn:aws:iam::000000000000:role/any"
RECORDS, ROOM_BYTES = 40, 8_000
PACKAGE = Path(constructs_lib.__file__).parent
CODE = """
from constructs_lib.runtime import Ok, reingest_to_delivery_stream, reingest_to_stream, transform

handler = transform(Ok, reingest={sender}("{name}"), reingest_times=20, response_bytes={room})
"""


def transform_function(aws: LocalAws, name: str, code: str) -> str:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", code)
        for pattern in ("__init__.py", "runtime/*.py", "limits/*.py", "limits/facts/*.json"):
            for path in sorted(PACKAGE.glob(pattern)):
                archive.write(path, Path(PACKAGE.name) / path.relative_to(PACKAGE))
    made = aws.client("lambda").create_function(
        FunctionName=f"{name}-transform",
        Runtime="python3.12",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": packed.getvalue()},
        Timeout=60,
    )
    return str(made["FunctionArn"])


def deliver(aws: LocalAws, name: str, sender: str, stream_arn: str | None) -> None:
    code = CODE.format(sender=sender, name=name, room=ROOM_BYTES)
    function = transform_function(aws, name, code)
    aws.client("s3").create_bucket(Bucket=name)
    source: dict[str, Any] = {"DeliveryStreamType": "DirectPut"}
    if stream_arn:
        configuration = {"KinesisStreamARN": stream_arn, "RoleARN": ROLE}
        source = {
            "DeliveryStreamType": "KinesisStreamAsSource",
            "KinesisStreamSourceConfiguration": configuration,
        }
    parameters = [{"ParameterName": "LambdaArn", "ParameterValue": function}]
    processors = [{"Type": "Lambda", "Parameters": parameters}]
    aws.client("firehose").create_delivery_stream(
        DeliveryStreamName=name,
        **source,
        ExtendedS3DestinationConfiguration={
            "BucketARN": f"arn:aws:s3:::{name}",
            "RoleARN": ROLE,
            "Prefix": "data/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
            "CompressionFormat": "GZIP",
            "ProcessingConfiguration": {"Enabled": True, "Processors": processors},
        },
    )


def events() -> list[dict[str, Any]]:
    return [{"n": n, "text": "x" * 500} for n in range(RECORDS)]


def delivered(lab: Lab, bucket: str) -> Counter[int]:
    lines: list[bytes] = []
    for key in lab.keys(bucket):
        assert key.startswith("data/"), f"{key} is no delivered object"
        body = lab.aws.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        lines += gzip.decompress(body).splitlines()
    return Counter(json.loads(line)["n"] for line in lines)


def in_stream(aws: LocalAws, name: str) -> Iterator[tuple[bytes, int, str]]:
    kinesis = aws.client("kinesis")
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        place = kinesis.get_shard_iterator(StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        for record in kinesis.get_records(ShardIterator=place["ShardIterator"])["Records"]:
            yield *without_count(record["Data"]), record["PartitionKey"]


def test_what_overflows_goes_back_into_the_data_stream_and_is_delivered_in_the_end(aws: LocalAws, lab: Lab) -> None:
    arn = lab.stream("overflowing")
    deliver(aws, "overflowing", "reingest_to_stream", arn)
    lab.put("overflowing", *events())
    eventually(lambda: len(delivered(lab, "overflowing")) == RECORDS)
    assert set(delivered(lab, "overflowing").values()) == {1}
    found = list(in_stream(aws, "overflowing"))
    assert len(found) > RECORDS
    keys = {json.loads(data)["n"]: {key for other, _, key in found if other == data} for data, _, _ in found}
    assert keys == {n: {str(n)} for n in range(RECORDS)}
    assert max(times for _, times, _ in found) > 1


def test_what_overflows_goes_back_into_the_delivery_stream_it_was_put_into(aws: LocalAws, lab: Lab) -> None:
    deliver(aws, "direct", "reingest_to_delivery_stream", None)
    records = [{"Data": json.dumps(event).encode()} for event in events()]
    aws.client("firehose").put_record_batch(DeliveryStreamName="direct", Records=records)
    eventually(lambda: len(delivered(lab, "direct")) == RECORDS)
    assert set(delivered(lab, "direct").values()) == {1}
    assert len(lab.keys("direct")) > 1
