"""What lives in a local AWS: streams, consumers, delivery streams with their counts, objects, failed records."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.local.errors import LocalAwsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.local.connection import Connection

BOOTSTRAP_BUCKET = "cdk-hnb659fds-assets"
GZIP_MAGIC = b"\x1f\x8b"
MEMBERS = ("errorCode", "errorMessage")
CONVERSION_MEMBERS = ("lastErrorCode", "lastErrorMessage")


@dataclass(frozen=True, kw_only=True)
class Prefix:
    """The objects of a bucket below one first folder.

    Attributes:
        bucket: its name.
        prefix: first part of the key with its slash; empty for objects without one.
        objects: how many there are.
        bytes: their size together.
    """

    bucket: str
    prefix: str
    objects: int
    bytes: int


@dataclass(frozen=True, kw_only=True)
class FailedRecord:
    """A record in an error object.

    Attributes:
        bucket: where the error object is.
        key: its key.
        code: Firehose's `errorCode`.
        message: Firehose's `errorMessage`.
        data: the record as it was when it came in.
    """

    bucket: str
    key: str
    code: str
    message: str
    data: bytes


def streams(connection: Connection) -> list[dict[str, Any]]:
    """Describe every stream, in CloudFormation's names, with its consumers' names."""
    kinesis = connection.client("kinesis")
    found = []
    for page in kinesis.get_paginator("list_streams").paginate():
        for name in page["StreamNames"]:
            summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
            consumers = kinesis.list_stream_consumers(StreamARN=summary["StreamARN"])["Consumers"]
            found.append(
                {
                    "Name": name,
                    "StreamMode": summary["StreamModeDetails"]["StreamMode"],
                    "OpenShardCount": summary["OpenShardCount"],
                    "RetentionPeriodHours": summary["RetentionPeriodHours"],
                    "EncryptionType": summary["EncryptionType"],
                    "Consumers": [consumer["ConsumerName"] for consumer in consumers],
                }
            )
    return found


def prefixes(connection: Connection) -> list[Prefix]:
    """Count the objects of every bucket by their first folder; the CDK's own bucket is left out."""
    s3 = connection.client("s3")
    found = []
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        if name.startswith(BOOTSTRAP_BUCKET):
            continue
        sizes: dict[str, list[int]] = {}
        for item in objects(connection, name):
            folder, slash, _ = item["Key"].partition("/")
            sizes.setdefault(folder + slash if slash else "", []).append(item["Size"])
        found += [
            Prefix(bucket=name, prefix=prefix, objects=len(each), bytes=sum(each))
            for prefix, each in sorted(sizes.items() or [("", [])])
        ]
    return found


def objects(connection: Connection, bucket: str, prefix: str = "") -> Iterator[dict[str, Any]]:
    """List the objects of a bucket: `{"Key": str, "Size": bytes, ...}`."""
    pages = connection.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    for page in pages:
        yield from page.get("Contents", ())


def read_object(connection: Connection, bucket: str, key: str) -> bytes:
    """Read an object, unpacked where it is gzip."""
    body: bytes = connection.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    return gzip.decompress(body) if body.startswith(GZIP_MAGIC) else body


def failed_records(connection: Connection, bucket: str, prefix: str = "") -> Iterator[FailedRecord]:
    """Decode the error objects of a delivery stream.

    Args:
        connection: the local AWS.
        bucket: where they are.
        prefix: the error output prefix up to its first expression.

    Raises:
        LocalAwsError: there is no such bucket, or an object is no error object.
    """
    from botocore.exceptions import ClientError

    try:
        for item in objects(connection, bucket, prefix):
            for line in read_object(connection, bucket, item["Key"]).splitlines():
                yield failed_record(bucket, item["Key"], line)
    except ClientError as error:
        raise LocalAwsError(
            f"cannot read {bucket} ({error}): kinesis-constructs local show lists the buckets"
        ) from None


def failed_record(bucket: str, key: str, line: bytes) -> FailedRecord:
    """Read one line of an error object.

    Raises:
        LocalAwsError: it is no line of an error object.
    """
    try:
        document = json.loads(line)
        code, message = CONVERSION_MEMBERS if CONVERSION_MEMBERS[0] in document else MEMBERS
        return FailedRecord(
            bucket=bucket,
            key=key,
            code=document[code],
            message=document[message],
            data=base64.b64decode(document["rawData"]),
        )
    except (ValueError, KeyError, TypeError):
        raise LocalAwsError(f"{key} is no error object: name the prefix that holds them") from None
