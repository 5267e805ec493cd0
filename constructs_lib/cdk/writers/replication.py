"""What AWS DMS replicates into a stream, and with which capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from aws_cdk import Names
from aws_cdk import aws_dms as dms
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk.compliance import present
from constructs_lib.limits import limit

ANY_NAME = "%"
LONGEST_NAME = int(limit("dms-resource-identifier-length").high)


class ReplicationType(Enum):
    """What a replication writes.

    Source: botocore 1.44.5 dms CreateReplicationConfig, ReplicationType.
    """

    CHANGES = "cdc"
    ROWS_AND_CHANGES = "full-load-and-cdc"
    ROWS = "full-load"


class ChangePartition(Enum):
    """What decides about the shard of a change: DMS's `partition-key-type`.

    Source: AWS DMS User Guide, "Using object mapping to migrate data to a Kinesis data stream".
    """

    PRIMARY_KEY = "primary-key"
    TABLE = "schema-table"
    TRANSACTION = "transaction-id"


DEFAULT_PARTITION = ChangePartition.PRIMARY_KEY
DEFAULT_REPLICATION_TYPE = ReplicationType.CHANGES


@dataclass(frozen=True, kw_only=True)
class ChangedTables:
    """A table whose changes are written, or several of them.

    Attributes:
        schema: its name, case-sensitive; `%` stands for any text. In MySQL this is the database.
        table: likewise.
        partition_by: rows with the same primary key stay in order unless given. Where a name holds `%` it cannot be
            given: all changes of a table then have the same partition key, and go to one shard.
    """

    schema: str
    table: str
    partition_by: ChangePartition | None = None

    def rules(self, number: int) -> list[dict[str, Any]]:
        """Give DMS's rules, of which it tells the first by its number.

        Raises:
            ValueError: a name is empty, or the partition key is decided for names that are not exact.
        """
        if not self.schema or not self.table:
            raise ValueError("ChangedTables needs a schema and a table: give % for any")
        exact = ANY_NAME not in self.schema + self.table
        if not exact and self.partition_by is not None:
            raise ValueError("partition_by needs the exact names of schema and table: a mapping of DMS takes no %")
        locator = {"schema-name": self.schema, "table-name": self.table}
        selection = _rule(number, "selection", "include", locator)
        if not exact:
            return [selection]
        mapping = _rule(number + 1, "object-mapping", "map-record-to-record", locator)
        partition = {"partition-key-type": (self.partition_by or DEFAULT_PARTITION).value}
        return [selection, {**mapping, "mapping-parameters": partition}]


@dataclass(frozen=True, kw_only=True)
class DatabaseReplication:
    """Replicate with DMS Serverless, which the deployment makes and an operator starts: `aws dms start-replication`.

    A stack cannot change or delete a replication that runs: stop it before. It may refuse changes after its first start
    even so: the API reference and the guide differ; a `DatabaseChanges` of another id makes a new one then. The account
    needs the role `dms-vpc-role`, which the DMS console makes. A serverless replication reaches streams, and the secret
    of a database, through endpoints of the VPC only: `StreamsEndpoint`, and one of Secrets Manager.

    Attributes:
        source_endpoint_arn: of the database: `endpoint.ref` of a `CfnEndpoint`.
        max_capacity_units: the most that DMS provisions and bills, of 2 GB each: 1, 2, 4 and so on up to 384.
        tables: whose changes are written; give these or `table_mappings`.
        table_mappings: DMS's own document of rules, where columns are chosen or changed, too.
        replication_type: changes alone unless given, without the rows that are there before.
        vpc: where the replication runs; give this or `subnet_group`.
        subnets: the private ones of the VPC unless given.
        subnet_group: identifier of a replication subnet group that is there already.
        security_groups: with a VPC, one that lets nothing out but what `connections` allows unless given.
        min_capacity_units: kept while nothing changes; 1 unless given.
        multi_az: a standby in another zone, which AWS recommends for changes.
        key: encrypts what the replication stores; the AWS managed key of DMS unless given.
        settings: DMS's own document of settings, such as `{"Logging": {"EnableLogging": True}}`.
        replication_identifier: CloudFormation needs one, and it is made unless given.

    Source: AWS DMS User Guide, "AWS DMS Serverless components" and "AWS DMS Serverless limitations", 2026.
    """

    source_endpoint_arn: str
    max_capacity_units: int
    tables: Sequence[ChangedTables] = ()
    table_mappings: Mapping[str, Any] | None = None
    replication_type: ReplicationType = DEFAULT_REPLICATION_TYPE
    vpc: ec2.IVpc | None = None
    subnets: Sequence[ec2.ISubnet] = ()
    subnet_group: str | None = None
    security_groups: Sequence[ec2.ISecurityGroup] = ()
    min_capacity_units: int | None = None
    multi_az: bool = True
    key: kms.IKey | None = None
    settings: Mapping[str, Any] | None = None
    replication_identifier: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant.

        Raises:
            ValueError: none or two of what excludes each other are given, or a table stands twice.
        """
        if bool(self.tables) == (self.table_mappings is not None):
            raise ValueError("give either tables or table_mappings")
        if (self.vpc is None) == (self.subnet_group is None):
            raise ValueError("give either vpc or subnet_group: a replication runs in a VPC")
        if self.subnets and self.vpc is None:
            raise ValueError("subnets belong to a VPC, and a subnet group has its own: give vpc, or leave them out")
        names = [(tables.schema, tables.table) for tables in self.tables]
        if len(set(names)) < len(names):
            raise ValueError("a table stands twice in tables: its changes are written once")

    def mappings(self) -> dict[str, Any]:
        """Give `TableMappings`, also for a `CfnReplicationTask` on an instance of one's own."""
        if self.table_mappings is not None:
            return dict(self.table_mappings)
        rules: list[dict[str, Any]] = []
        for tables in self.tables:
            rules += tables.rules(len(rules) + 1)
        return {"rules": rules}

    def properties(self, scope: Construct, target_endpoint_arn: str) -> tuple[dict[str, Any], ec2.Connections | None]:
        """Define what the network needs, and give the properties in CloudFormation's casing, with the way out of it."""
        groups = list(self.security_groups)
        subnet_group = self.subnet_group
        if self.vpc is not None:
            groups = groups or [_security_group(scope, self.vpc)]
            subnet_group = _subnet_group(scope, self.vpc, self.subnets)
        properties = present(
            {
                "ReplicationConfigIdentifier": self.replication_identifier
                or Names.unique_resource_name(scope, max_length=LONGEST_NAME, separator="-"),
                "ReplicationType": self.replication_type.value,
                "SourceEndpointArn": self.source_endpoint_arn,
                "TargetEndpointArn": target_endpoint_arn,
                "TableMappings": self.mappings(),
                "ReplicationSettings": dict(self.settings) if self.settings else None,
                "ComputeConfig": {
                    "MaxCapacityUnits": self.max_capacity_units,
                    "MinCapacityUnits": self.min_capacity_units,
                    "MultiAZ": self.multi_az,
                    "KmsKeyId": self.key.key_arn if self.key else None,
                    "ReplicationSubnetGroupId": subnet_group,
                    "VpcSecurityGroupIds": [group.security_group_id for group in groups] or None,
                },
            }
        )
        return properties, ec2.Connections(security_groups=groups) if groups else None


def _rule(number: int, kind: str, action: str, locator: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule-type": kind,
        "rule-id": str(number),
        "rule-name": str(number),
        "rule-action": action,
        "object-locator": dict(locator),
    }


def _security_group(scope: Construct, vpc: ec2.IVpc) -> ec2.SecurityGroup:
    return ec2.SecurityGroup(
        scope, "SecurityGroup", vpc=vpc, allow_all_outbound=False, description="Replicates changes into a stream"
    )


def _subnet_group(scope: Construct, vpc: ec2.IVpc, subnets: Sequence[ec2.ISubnet]) -> str:
    group = dms.CfnReplicationSubnetGroup(
        scope,
        "Subnets",
        replication_subnet_group_description="Replicates changes into a stream",
        subnet_ids=[subnet.subnet_id for subnet in subnets or vpc.select_subnets().subnets],
    )
    return group.ref
