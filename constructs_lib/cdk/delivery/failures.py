"""The bucket where records come to rest that could not be delivered or processed."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.delivery.buckets import SecureBucket


class FailureBucket(SecureBucket):
    """Define a bucket for failed records. Give the same one to several pipelines, or let each define its own.

    It is an L2 `Bucket`: a `FanOutConsumer` takes it as its `on_failure`, a destination as its `failures`.

    Args:
        scope: the parent.
        id: unique in the scope.
        key: customer key; the bucket defines its own unless given.
        retention: failed records are kept until somebody replays or deletes them unless given.
        removal_policy: the bucket outlives its stack unless `RemovalPolicy.DESTROY` is given.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey | None = None,
        retention: Duration | None = None,
        removal_policy: RemovalPolicy | None = None,
    ) -> None:
        rules = [s3.LifecycleRule(id="failed-records", expiration=retention)] if retention else []
        super().__init__(scope, id, key=key, lifecycle_rules=rules, removal_policy=removal_policy)
