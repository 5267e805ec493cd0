"""The buckets that a pipeline defines: encrypted, private, versioned, over TLS only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.acknowledge import Acknowledgements, acknowledge
from constructs_lib.cdk.attributes import remember_key
from constructs_lib.cdk.tokens import of_days
from constructs_lib.cdk.tree import remember_place

DEFAULT_REMOVAL_POLICY = RemovalPolicy.RETAIN
NONCURRENT_VERSIONS_KEPT_DAYS = 30
ABANDONED_UPLOADS_KEPT_DAYS = 7
NO_ACCESS_LOGS = (
    "server access logs need one more bucket, whose place and retention the account's owner decides; CloudTrail data "
    "events record every access without one, and a bucket with access logs can be given instead of this one"
)


class SecureBucket(s3.Bucket):
    """Define a bucket with KMS encryption, versions, no public access and TLS only.

    Args:
        scope: the parent.
        id: unique in the scope.
        key: customer key; the bucket defines one, with rotation, unless given.
        lifecycle_rules: in addition to those that clean up old versions and abandoned uploads.
        replication_rules: where objects are copied to.
        replication_role: the role that copies them.
        removal_policy: the bucket outlives its stack unless `RemovalPolicy.DESTROY` is given.
        acknowledgements: of the construct that defines the bucket and records them; recorded here unless given.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey | None = None,
        lifecycle_rules: Sequence[s3.LifecycleRule] = (),
        replication_rules: Sequence[s3.ReplicationRule] = (),
        replication_role: iam.IRole | None = None,
        removal_policy: RemovalPolicy | None = None,
        acknowledgements: Acknowledgements | None = None,
    ) -> None:
        super().__init__(
            scope,
            id,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            block_public_access=_block_all(),
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[_clean_up(), *lifecycle_rules],
            replication_rules=list(replication_rules) or None,
            replication_role=replication_role,
            removal_policy=removal_policy or DEFAULT_REMOVAL_POLICY,
        )
        remember_place(self, scope, id)
        if key is not None:
            remember_key(self, key)
        if acknowledgements is None:
            acknowledge(self, NO_ACCESS_LOGS, "AwsSolutions-S1")
        else:
            acknowledgements.add(NO_ACCESS_LOGS, "AwsSolutions-S1")


@cache
def _block_all() -> s3.BlockPublicAccess:
    return s3.BlockPublicAccess.BLOCK_ALL


@cache
def _clean_up() -> s3.LifecycleRule:
    return s3.LifecycleRule(
        id="clean-up",
        abort_incomplete_multipart_upload_after=of_days(ABANDONED_UPLOADS_KEPT_DAYS),
        noncurrent_version_expiration=of_days(NONCURRENT_VERSIONS_KEPT_DAYS),
        expired_object_delete_marker=True,
    )
