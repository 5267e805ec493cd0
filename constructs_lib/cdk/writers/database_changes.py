"""The changes of a relational database, written into a data stream by AWS DMS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from aws_cdk import aws_dms as dms
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from constructs import Construct

from constructs_lib.cdk import l1
from constructs_lib.cdk.acknowledge import Acknowledgements
from constructs_lib.cdk.compliance import approve, path_of, present
from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.whole import whole
from constructs_lib.cdk.writers.replication import DatabaseReplication
from constructs_lib.cdk.writers.roles import for_this_account
from constructs_lib.cdk.writers.targets import PUT, Target, is_stream, target_of

TYPE, REPLICATION = "AWS::DMS::Endpoint", "AWS::DMS::ReplicationConfig"
SERVICE = "dms.amazonaws.com"
ARGUMENTS = {
    "EndpointIdentifier": "endpoint_identifier",
    "KinesisSettings.StreamArn": "stream",
    "KinesisSettings.MessageFormat": "message_format",
}
REPLICATION_ARGUMENTS = {
    "ComputeConfig.MaxCapacityUnits": "replication.max_capacity_units",
    "ComputeConfig.MinCapacityUnits": "replication.min_capacity_units",
    "ReplicationConfigIdentifier": "replication.replication_identifier",
}


class ChangeFormat(Enum):
    """How DMS writes a change: JSON over several lines, or in one line with a line break after it.

    Source: botocore 1.44.5 dms MessageFormatValue.
    """

    JSON = "json"
    ONE_LINE = "json-unformatted"


@dataclass(frozen=True, kw_only=True)
class ChangeDetails:
    """What DMS tells of a change besides the values of its row.

    Attributes:
        transactions: when it was committed, its transaction, and its position in the log, by which consumers order
            changes and drop repeated ones.
        nulls: columns that are null or empty; without them, a column that was set to null is missing in the record.
        table_in_key: schema and table before the primary key in a partition key, so that equal keys of several
            tables spread over the shards.
        partition_key: the partition key itself.
        table_definitions: details of tables and columns in control records.
        table_changes: statements that changed a table.
        hex_prefix: `0x` before raw bytes.

    Source: AWS DMS User Guide, "Using Amazon Kinesis Data Streams as a target", 2026.
    """

    transactions: bool = True
    nulls: bool = True
    table_in_key: bool = True
    partition_key: bool = False
    table_definitions: bool = False
    table_changes: bool = False
    hex_prefix: bool = True

    def properties(self) -> dict[str, Any]:
        """Give the settings in CloudFormation's casing."""
        return {
            "IncludeTransactionDetails": self.transactions,
            "IncludeNullAndEmpty": self.nulls,
            "PartitionIncludeSchemaTable": self.table_in_key,
            "IncludePartitionValue": self.partition_key,
            "IncludeControlDetails": self.table_definitions,
            "IncludeTableAlterOperations": self.table_changes,
            "NoHexPrefix": not self.hex_prefix,
        }


DEFAULT_FORMAT = ChangeFormat.ONE_LINE
DEFAULT_DETAILS = ChangeDetails()


class DatabaseChanges(Construct):
    """Write the changes of an RDS, Aurora or other relational database into a data stream, with AWS DMS.

    Defines the target endpoint with a role of its own and, if one is given, a serverless replication into it. For a
    replication instance, hand `endpoint_arn` to a `CfnReplicationTask`. DMS writes records of up to 1 MiB, may write a
    change twice, and writes control records beside those of the data.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: what is written into.
        message_format: one line a change unless given, as Firehose delivers to files that are queried.
        details: transactions and nulls unless given.
        replication: what is replicated; the endpoint alone is defined unless given.
        endpoint_identifier: DMS makes one unless given.

    Attributes:
        role: the role that DMS writes with.
        endpoint_arn: of the target endpoint.
        connections: of the replication: it has to reach the database, and the endpoint of Kinesis; `None` without
            security groups.
        resource: the L1 construct of the endpoint.
        replication: the L1 construct of the replication; `None` without one.
        definition: what was checked.

    Raises:
        InvalidProperties: with every finding of the policy about the endpoint and the replication.
        TypeError: the target is no data stream.
        ValueError: a table is named without what DMS needs.

    Source: AWS DMS User Guide, "Prerequisites for using a Kinesis data stream as a target" and "Cross-service confused
    deputy prevention", 2026.

    Example:
        >>> DatabaseChanges(
        ...     self,
        ...     "Flights",
        ...     stream=stream,
        ...     replication=DatabaseReplication(
        ...         source_endpoint_arn=database.ref,
        ...         tables=[ChangedTables(schema="air", table="flights")],
        ...         max_capacity_units=16,
        ...         vpc=vpc,
        ...     ),
        ... ).connections.allow_to(cluster, ec2.Port.tcp(5432))  # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        message_format: ChangeFormat = DEFAULT_FORMAT,
        details: ChangeDetails = DEFAULT_DETAILS,
        replication: DatabaseReplication | None = None,
        endpoint_identifier: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        if not is_stream(stream):
            raise TypeError("DMS writes into data streams only: let a delivery stream read one, and give that")
        written = target_of(stream)
        self.role = _role(self, written)
        properties = present(
            {
                "EndpointIdentifier": endpoint_identifier,
                "EndpointType": "target",
                "EngineName": "kinesis",
                "KinesisSettings": {
                    "StreamArn": written.arn,
                    "ServiceAccessRoleArn": self.role.role_arn,
                    "MessageFormat": message_format.value,
                    **details.properties(),
                },
            }
        )
        approval = approve(
            path_of(scope, id),
            TYPE,
            properties,
            arguments=ARGUMENTS,
            context=[written.definition],
            references=written.references,
        )
        self.definition = approval.annotate(self)
        self.resource = dms.CfnEndpoint(self, "Resource", **l1.arguments(dms.CfnEndpointProps, properties))
        self.resource.node.add_dependency(*self.role.permissions.define())
        self.endpoint_arn = self.resource.ref
        self.connections: ec2.Connections | None = None
        self.replication = self._replicate(replication) if replication else None

    def _replicate(self, replication: DatabaseReplication) -> dms.CfnReplicationConfig:
        properties, self.connections = replication.properties(self, self.endpoint_arn)
        approve(path_of(self, "Replication"), REPLICATION, properties, arguments=REPLICATION_ARGUMENTS).annotate(self)
        return dms.CfnReplicationConfig(self, "Replication", **l1.arguments(dms.CfnReplicationConfigProps, properties))


def _role(scope: Construct, written: Target) -> ServiceRole:
    role = ServiceRole(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal(SERVICE, conditions=dict(for_this_account(scope))),
        description="Puts records",
        acknowledgements=Acknowledgements(scope),
    )
    role.permissions.allow(("kinesis:DescribeStream", *PUT[written.kind]), written.arn)
    role.permissions.allow_key(written.key, "kms:GenerateDataKey")
    return role
