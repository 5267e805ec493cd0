"""A channel's way into a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.channels.access import allow_objects, dead_letters
from constructs_lib.cdk.channels.options import ObjectCompression, StorageClass
from constructs_lib.cdk.delivery.buckets import SecureBucket
from constructs_lib.cdk.delivery.prefixes import fixed_beginning

DEFAULT_COMPRESSION = ObjectCompression.GZIP


@dataclass(frozen=True, kw_only=True)
class ChannelBucket:
    """Deliver records as they are to a general purpose bucket.

    Attributes:
        bucket: one is defined unless given. One of another account must be imported with its account.
        key_template: how objects are named, with the tokens of channels, such as
            `flights/!{yyyy}/!{MM}/!{dd}/!{HH}/!{extension}`; the service's own unless given.
        compression: GZIP unless given.
        storage_class: standard unless given.
        failures: where records rest that cannot be delivered; a `FailureBucket` is defined unless given.
    """

    bucket: s3.IBucket | None = None
    key_template: str | None = None
    compression: ObjectCompression = DEFAULT_COMPRESSION
    storage_class: StorageClass | None = None
    failures: s3.IBucket | None = None

    def bind(self, scope: Construct, role: iam.Role, key: kms.IKey | None) -> BoundChannel:
        """Define what is not given, let the role write, and give `S3DestinationConfiguration`."""
        bucket = self.bucket or SecureBucket(scope, "Data", key=key)
        allow_objects(role, bucket, fixed_beginning(self.key_template))
        failures, configuration = dead_letters(scope, role, self.failures)
        return BoundChannel(
            bucket=bucket,
            failures=failures,
            property_name="S3DestinationConfiguration",
            configuration={
                "StorageConfiguration": {
                    "BucketARN": bucket.bucket_arn,
                    "ExpectedBucketOwner": bucket.env.account,
                    "CompressionType": self.compression.value,
                    "OutputKeyTemplate": self.key_template,
                    "StorageClass": self.storage_class.value if self.storage_class else None,
                },
                "DeadLetterQueueS3Configuration": configuration,
            },
        )


@dataclass(frozen=True, kw_only=True)
class BoundChannel:
    """A destination as a channel has it.

    Attributes:
        property_name: of the destination, in CloudFormation's casing.
        configuration: its value.
        failures: where records rest that cannot be delivered.
        bucket: where records are delivered, unless that is a table.
        record: what the destination adds to `RecordConfiguration`.
    """

    property_name: str
    configuration: dict[str, Any]
    failures: s3.IBucket
    bucket: s3.IBucket | None = None
    record: dict[str, Any] | None = None
