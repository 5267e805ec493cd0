"""What the parts of a pipeline spec name: one another, files, and what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.delivery import DeliveryStream, FailureBucket, PythonEntry, PythonFunction
from constructs_lib.cdk.streams import DataStream
from constructs_lib.cdk.writers.targets import Writable
from constructs_lib.spec import Settings
from constructs_lib.spec.names import is_name


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What parts of a spec name.

    Attributes:
        streams: by name.
        failure_buckets: by name.
        deliveries: by name.
        folder: in which the files of functions are looked for.
    """

    streams: Mapping[str, DataStream]
    failure_buckets: Mapping[str, FailureBucket]
    folder: Path
    deliveries: Mapping[str, DeliveryStream] = field(default_factory=dict)

    def stream(self, scope: Construct, id: str, text: str) -> kinesis.IStream:
        """Find a stream by its name or its ARN."""
        return self.streams[text] if is_name(text) else kinesis.Stream.from_stream_arn(scope, id, text)

    def bucket(self, scope: Construct, id: str, text: str | None) -> s3.IBucket | None:
        """Find a bucket by its name or its ARN, if one is named."""
        if text is None:
            return None
        return self.failure_buckets[text] if is_name(text) else s3.Bucket.from_bucket_arn(scope, id, text)

    def written(self, scope: Construct, id: str, text: str) -> Writable:
        """Find a stream or a delivery stream by its name or its ARN."""
        if is_name(text):
            return self.deliveries[text] if text in self.deliveries else self.streams[text]
        if text.split(":")[2] == "kinesis":
            return kinesis.Stream.from_stream_arn(scope, id, text)
        return firehose.DeliveryStream.from_delivery_stream_arn(scope, id, text)

    def function(self, scope: Construct, id: str, given: Settings) -> lambda_.IFunction:
        """Find a function by its ARN, or define that of a file."""
        arn, role = given.get("function"), given.get("functionRole")
        if arn is None:
            return PythonFunction(scope, id, entry=self.entry(given.get("entry"))).function
        # By its name it is a role of this account, so that the stream needs no policy of its own for it.
        known = iam.Role.from_role_name(scope, f"{id}Role", role.rpartition("/")[2]) if role else None
        return lambda_.Function.from_function_attributes(scope, id, function_arn=arn, role=known)

    def entry(self, path: str) -> PythonEntry:
        """Find the file of a function, beside the spec."""
        return PythonEntry(path=self.folder / path)


def key_of(scope: Construct, id: str, arn: str | None) -> kms.IKey | None:
    """Find a key, if one is named."""
    return kms.Key.from_key_arn(scope, id, arn) if arn else None
