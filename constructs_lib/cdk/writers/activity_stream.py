"""What people and applications do in a database, which RDS and Aurora write into a stream of their own."""

from __future__ import annotations

from enum import Enum

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from constructs import Construct

STREAM = "aws-rds-das-"


class ActivityOf(Enum):
    """Whose activity it is; the values are keys of the encryption context that RDS encrypts it with.

    Source: Amazon Aurora User Guide and Amazon RDS User Guide, "Monitoring database activity streams".
    """

    CLUSTER = "aws:rds:dbc-id"
    INSTANCE = "aws:rds:db-id"


class ActivityStream(Construct):
    """Import the stream of a database's activity, and let readers decrypt what it holds.

    CloudFormation has no type that starts a database activity stream: an operator calls `aws rds
    start-activity-stream`. RDS then makes the stream, keeps records a day, changes its shards, and deletes it when the
    activity stream is stopped. Records are JSON around a message that `key` encrypts: give the stream to consumers or
    a delivery stream, and let the function that decrypts do so with `grant_decrypt`.

    Args:
        scope: the parent.
        id: unique in the scope.
        resource_id: of the cluster or instance, which is no name: `DatabaseCluster.cluster_resource_identifier` or
            `DatabaseInstance.instance_resource_id`.
        key: the one that the activity stream was started with. The policy of an imported key has to let readers in.
        of: an Aurora cluster unless given.

    Attributes:
        stream: what RDS writes into, in this account and region.

    Example:
        >>> ActivityStream(self, "Activity", resource_id="cluster-ABCD", key=key).grant_read(role)  # doctest: +SKIP
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        resource_id: str,
        key: kms.IKey,
        of: ActivityOf = ActivityOf.CLUSTER,
    ) -> None:
        super().__init__(scope, id)
        self._resource_id, self._key, self._of = resource_id, key, of
        arn = Stack.of(self).format_arn(
            service="kinesis",
            resource="stream",
            resource_name=f"{STREAM}{resource_id}",
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
        self.stream: kinesis.IStream = kinesis.Stream.from_stream_arn(self, "Stream", arn)

    def grant_decrypt(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody decrypt the messages of this database, and nothing else that the key encrypts."""
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=["kms:Decrypt"],
            resource_arns=[self._key.key_arn],
            conditions={"StringEquals": {f"kms:EncryptionContext:{self._of.value}": self._resource_id}},
        )

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let an application read the stream and decrypt its messages."""
        return self.stream.grant_read(grantee).combine(self.grant_decrypt(grantee))
