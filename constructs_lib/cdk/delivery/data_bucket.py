"""A bucket for delivered records, which hands failed ones on to the failure bucket."""

from __future__ import annotations

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.acknowledge import Acknowledgements
from constructs_lib.cdk.attributes import bucket_arn, key_of, objects_arn
from constructs_lib.cdk.delivery.buckets import SecureBucket
from constructs_lib.cdk.delivery.failures import FailureBucket
from constructs_lib.cdk.roles import ServiceRole, service
from constructs_lib.cdk.tokens import of_days
from constructs_lib.cdk.tree import remember_place

ERRORS_KEPT_AT_THE_SOURCE_DAYS = 7
KEYS_ARE_FIREHOSES = "Firehose chooses the keys of its objects: the wildcard is limited to the error prefix"


class DataBucket(Construct):
    """Define a bucket in which Firehose writes data and errors, and the copying of the errors to a failure bucket.

    Attributes:
        bucket: where Firehose writes; errors expire here after a week.
        replication: the role that copies them.
        replicates_after: what must stand before errors can be copied.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        key: kms.IKey,
        failures: FailureBucket,
        errors_begin_with: str,
        acknowledgements: Acknowledgements,
    ) -> None:
        super().__init__(scope, id)
        # No condition on the account: S3 documents none for replication, and one that it does not meet would stop the
        # copying without a word.
        remember_place(self, scope, id)
        self.replication = ServiceRole(
            self,
            "Replication",
            assumed_by=service("s3.amazonaws.com"),
            description="Copies failed records to the failure bucket",
            acknowledgements=acknowledgements,
        )
        self.bucket = SecureBucket(
            self,
            "Bucket",
            key=key,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="failed-records-are-in-the-failure-bucket",
                    prefix=errors_begin_with,
                    expiration=of_days(ERRORS_KEPT_AT_THE_SOURCE_DAYS),
                )
            ],
            replication_rules=[
                s3.ReplicationRule(
                    id="failed-records",
                    destination=failures,
                    filter=s3.Filter(prefix=errors_begin_with),
                    sse_kms_encrypted_objects=True,
                    kms_key=key_of(failures),
                    priority=0,
                )
            ],
            replication_role=self.replication,
            acknowledgements=acknowledgements,
        )
        self._allow_replication(key, failures, f"{errors_begin_with}*")

    def _allow_replication(self, key: kms.IKey, failures: FailureBucket, errors: str) -> None:
        statements = {
            bucket_arn(self.bucket): ("s3:GetReplicationConfiguration", "s3:ListBucket"),
            objects_arn(self.bucket, errors): (
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ),
            objects_arn(failures, errors): ("s3:ReplicateObject", "s3:ReplicateTags"),
        }
        permissions = self.replication.permissions
        for resource, actions in statements.items():
            permissions.allow(actions, resource, wildcards_because=KEYS_ARE_FIREHOSES)
        permissions.allow_key(key, "kms:Decrypt")
        permissions.allow_key(key_of(failures), "kms:Encrypt", "kms:GenerateDataKey")
        self.replicates_after = permissions.define()
