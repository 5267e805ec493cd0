"""A bucket for delivered records, which hands failed ones on to the failure bucket."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge_wildcards
from constructs_lib.cdk.delivery.buckets import SecureBucket
from constructs_lib.cdk.delivery.failures import FailureBucket

ERRORS_KEPT_AT_THE_SOURCE_DAYS = 7
KEYS_ARE_FIREHOSES = "Firehose chooses the keys of its objects: the wildcard is limited to the error prefix"


class DataBucket(Construct):
    """Define a bucket in which Firehose writes data and errors, and the copying of the errors to a failure bucket.

    Attributes:
        bucket: where Firehose writes; errors expire here after a week.
        replication: the role that copies them.
    """

    def __init__(
        self, scope: Construct, id: str, *, key: kms.IKey, failures: FailureBucket, errors_begin_with: str
    ) -> None:
        super().__init__(scope, id)
        # No condition on the account: S3 documents none for replication, and one that it does not meet would stop the
        # copying without a word.
        self.replication = iam.Role(
            self,
            "Replication",
            assumed_by=iam.ServicePrincipal("s3.amazonaws.com"),
            description="Copies failed records to the failure bucket",
        )
        self.bucket = SecureBucket(
            self,
            "Bucket",
            key=key,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="failed-records-are-in-the-failure-bucket",
                    prefix=errors_begin_with,
                    expiration=Duration.days(ERRORS_KEPT_AT_THE_SOURCE_DAYS),
                )
            ],
            replication_rules=[
                s3.ReplicationRule(
                    id="failed-records",
                    destination=failures,
                    filter=s3.Filter(prefix=errors_begin_with),
                    sse_kms_encrypted_objects=True,
                    kms_key=failures.encryption_key,
                    priority=0,
                )
            ],
            replication_role=self.replication,
        )
        self._allow_replication(key, failures, f"{errors_begin_with}*")

    def _allow_replication(self, key: kms.IKey, failures: FailureBucket, errors: str) -> None:
        copied, copies = self.bucket.arn_for_objects(errors), failures.arn_for_objects(errors)
        statements = (
            (["s3:GetReplicationConfiguration", "s3:ListBucket"], self.bucket.bucket_arn),
            (["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"], copied),
            (["s3:ReplicateObject", "s3:ReplicateTags"], copies),
        )
        for actions, resource in statements:
            self.replication.add_to_policy(iam.PolicyStatement(actions=actions, resources=[resource]))
        key.grant(self.replication, "kms:Decrypt")
        assert failures.encryption_key is not None
        failures.encryption_key.grant(self.replication, "kms:Encrypt", "kms:GenerateDataKey")
        acknowledge_wildcards(self.replication, KEYS_ARE_FIREHOSES, (copied, copies))
