"""Changes of relational databases, written into streams."""

from __future__ import annotations

from pathlib import Path

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_dms as dms
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib.cdk import (
    ActivityOf,
    ActivityStream,
    ChangeDetails,
    ChangedTables,
    ChangeFormat,
    ChangePartition,
    DatabaseChanges,
    DatabaseReplication,
    DataStream,
    FailureBucket,
    PollingConsumer,
    PythonEntry,
    PythonFunction,
    ReplicationType,
)

FUNCTIONS = Path(__file__).parent / "functions"


class Databases(Stack):
    """Define what AWS DMS replicates, serverless and on an instance that is there already, and a reader of activity.

    Args:
        scope: the app.
        id: of the stack.
        vpc: of the databases; it has endpoints of Kinesis and Secrets Manager.
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, id, description="Gallery: changes of databases")
        key = kms.Key(self, "Key", enable_key_rotation=True, removal_policy=RemovalPolicy.RETAIN)
        stream = DataStream(self, "Changes", key=key)
        flights = DatabaseChanges(
            self,
            "Flights",
            stream=stream,
            replication=DatabaseReplication(
                source_endpoint_arn=self._published("postgres-endpoint"),
                tables=[
                    ChangedTables(schema="air", table="flights"),
                    ChangedTables(schema="air", table="seats", partition_by=ChangePartition.TRANSACTION),
                    ChangedTables(schema="audit", table="%"),
                ],
                replication_type=ReplicationType.ROWS_AND_CHANGES,
                max_capacity_units=16,
                min_capacity_units=2,
                vpc=vpc,
                key=key,
                settings={"Logging": {"EnableLogging": True}},
            ),
        )
        assert flights.connections is not None
        databases = ec2.SecurityGroup.from_security_group_id(self, "Clusters", "sg-0123456789abcdef0", mutable=False)
        flights.connections.allow_to(databases, ec2.Port.tcp(5432), "PostgreSQL")
        flights.connections.allow_to(ec2.Peer.ipv4(vpc.vpc_cidr_block), ec2.Port.tcp(443), "Endpoints of the VPC")
        self._by_an_instance(stream)
        self._activity(key)

    def _by_an_instance(self, stream: DataStream) -> None:
        """Write on a replication instance of one's own, which DMS also offers by the hour."""
        orders = DatabaseChanges(
            self,
            "Orders",
            stream=stream,
            message_format=ChangeFormat.JSON,
            details=ChangeDetails(partition_key=True, table_definitions=True, table_changes=True, hex_prefix=False),
            endpoint_identifier="orders-stream",
        )
        dms.CfnReplicationTask(
            self,
            "OrdersTask",
            migration_type="cdc",
            replication_instance_arn=self._published("replication-instance"),
            source_endpoint_arn=self._published("mysql-endpoint"),
            target_endpoint_arn=orders.endpoint_arn,
            table_mappings=self.to_json_string({"rules": ChangedTables(schema="shop", table="orders").rules(1)}),
        )

    def _activity(self, key: kms.IKey) -> None:
        """Read what is done in a cluster; a function decrypts it."""
        audit = PythonFunction(self, "AuditFunction", entry=PythonEntry(path=FUNCTIONS / "watch.py")).function
        activity = ActivityStream(self, "Activity", resource_id="cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ", key=key)
        PollingConsumer(
            self, "Audit", stream=activity.stream, function=audit, on_failure=FailureBucket(self, "Failures")
        )
        activity.grant_decrypt(audit)
        instance = ActivityStream(
            self, "Instance", resource_id="db-ABCDEFGHIJKLMNOPQRSTUVWXYZ", key=key, of=ActivityOf.INSTANCE
        )
        instance.grant_decrypt(audit)

    def _published(self, name: str) -> str:
        """Give an ARN that the owner of the databases publishes."""
        return ssm.StringParameter.value_for_string_parameter(self, f"/databases/{name}")
