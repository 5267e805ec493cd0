"""What a service needs that reads a stream with the Kinesis Client Library 3, wherever it runs."""

from __future__ import annotations

from aws_cdk import Names, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from constructs import Construct

from constructs_lib.cdk.acknowledge import acknowledge, acknowledge_wildcards
from constructs_lib.cdk.consumers.function_consumer import CONSUMER_ACTIONS, READ_ACTIONS
from constructs_lib.cdk.consumers.registration import LONGEST_NAME, register
from constructs_lib.cdk.whole import whole

DEFAULT_REMOVAL_POLICY = RemovalPolicy.RETAIN
LEASE_INDEX = "LeaseOwnerToLeaseKeyIndex"
LEASE_KEY, LEASE_OWNER = "leaseKey", "leaseOwner"
WORKER_METRICS_SUFFIX, WORKER_METRICS_KEY = "-WorkerMetricStats", "wid"
COORDINATOR_STATE_SUFFIX, COORDINATOR_STATE_KEY = "-CoordinatorState", "key"
"""Names and keys of the tables.

Source: awslabs/amazon-kinesis-client, `DynamoDBLeaseRefresher`, `DynamoDBLeaseSerializer`, `WorkerMetricStats` and
`CoordinatorState`; Kinesis Data Streams Developer Guide, "IAM permissions required for KCL consumer applications".
"""
TABLE_ACTIONS = (
    "dynamodb:DescribeTable",
    "dynamodb:Scan",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
)
KEY_WILDCARDS = tuple(f"AwsSolutions-IAM5[Action::kms:{family}*]" for family in ("GenerateDataKey", "ReEncrypt"))
TABLES_NEED_FAMILIES = (
    "whoever uses a table under a customer key needs these families of actions, says DynamoDB's guide"
)
METRICS_HAVE_NO_ARN = (
    "CloudWatch knows no resource for metrics; the condition allows the namespace of the application only"
)


class KclConsumer(Construct):
    """Define the role and the tables of an application of the Kinesis Client Library 3, and its registered consumer.

    The tables are defined here, so that the application may neither create nor change any. Give the library the
    application's name, and the ARN of the consumer where it reads with enhanced fan-out.

    Args:
        scope: the parent.
        id: unique in the scope.
        stream: any stream.
        assumed_by: the service that runs the application, such as `ServicePrincipal("ecs-tasks.amazonaws.com")`;
            or give `role`.
        role: a role that exists already.
        application_name: made of the construct's path unless given. The lease table has this name, and so has the
            CloudWatch namespace of the library's metrics.
        fan_out: register a consumer, with throughput and a price of its own; yes unless given, as in the library.
        key: customer key of the tables; a key that AWS owns unless given.
        removal_policy: the tables outlive the stack unless `RemovalPolicy.DESTROY` is given: without its leases the
            application begins anew.

    Attributes:
        role: what the application runs as.
        application_name: what the library is given.
        leases: the table that says who reads which shard, and how far.
        worker_metrics: the table of the load of each worker.
        coordinator_state: the table of the leader.
        consumer: the registered consumer, if there is one.

    Raises:
        InvalidProperties: with every finding of the policy about the registered consumer.
        ValueError: neither or both of `assumed_by` and `role` are given.

    Source: Kinesis Data Streams Developer Guide, "DynamoDB metadata tables and load balancing in KCL" and "IAM
    permissions required for KCL consumer applications", 2026. Creating and changing tables is left out of the actions
    there, because the library asks whether they exist first.

    Example:
        >>> KclConsumer(self, "Scores", stream=stream, assumed_by=ServicePrincipal("ecs-tasks.amazonaws.com"))
        ... # doctest: +SKIP
    """

    @whole
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        stream: kinesis.IStream,
        assumed_by: iam.IPrincipal | None = None,
        role: iam.IRole | None = None,
        application_name: str | None = None,
        fan_out: bool = True,
        key: kms.IKey | None = None,
        removal_policy: RemovalPolicy = DEFAULT_REMOVAL_POLICY,
    ) -> None:
        super().__init__(scope, id)
        self.stream = stream
        self.application_name = application_name or Names.unique_resource_name(self, max_length=LONGEST_NAME)
        self.role = self._role(role, assumed_by)
        self.leases = self._table("Leases", "", LEASE_KEY, key, removal_policy)
        self.leases.add_global_secondary_index(
            index_name=LEASE_INDEX,
            partition_key=_text(LEASE_OWNER),
            sort_key=_text(LEASE_KEY),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        self.worker_metrics = self._table(
            "WorkerMetrics", WORKER_METRICS_SUFFIX, WORKER_METRICS_KEY, key, removal_policy
        )
        self.coordinator_state = self._table(
            "CoordinatorState", COORDINATOR_STATE_SUFFIX, COORDINATOR_STATE_KEY, key, removal_policy
        )
        self.consumer = (
            register(self, "Consumer", stream=stream, name=self.application_name).consumer if fan_out else None
        )
        self._allow_reading()
        self._allow_tables()
        self._allow_metrics()

    def _role(self, given: iam.IRole | None, assumed_by: iam.IPrincipal | None) -> iam.IRole:
        if given is not None and assumed_by is None:
            return given
        if given is None and assumed_by is not None:
            return iam.Role(self, "Role", assumed_by=assumed_by, description=f"Reads as {self.application_name}")
        raise ValueError("give either assumed_by, for a role that is defined here, or role")

    def _table(
        self, id: str, suffix: str, partition_key: str, key: kms.IKey | None, removal_policy: RemovalPolicy
    ) -> dynamodb.Table:
        return dynamodb.Table(
            self,
            id,
            table_name=f"{self.application_name}{suffix}",
            partition_key=_text(partition_key),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED if key else dynamodb.TableEncryption.DEFAULT,
            encryption_key=key,
            removal_policy=removal_policy,
        )

    def _allow_reading(self) -> None:
        self.stream.grant(self.role, *READ_ACTIONS)
        if self.consumer is not None:
            self.consumer.grant(self.role, *CONSUMER_ACTIONS)
        if self.stream.encryption_key is not None:
            self.stream.encryption_key.grant_decrypt(self.role)

    def _allow_tables(self) -> None:
        tables = (self.leases, self.worker_metrics, self.coordinator_state)
        statements = [
            iam.PolicyStatement(actions=list(TABLE_ACTIONS), resources=[table.table_arn for table in tables]),
            iam.PolicyStatement(actions=["dynamodb:Query"], resources=[f"{self.leases.table_arn}/index/{LEASE_INDEX}"]),
        ]
        for statement in statements:
            self.role.add_to_principal_policy(statement)
        if self.leases.encryption_key is not None:
            self.leases.encryption_key.grant_encrypt_decrypt(self.role)
            acknowledge(self.role, TABLES_NEED_FAMILIES, *KEY_WILDCARDS)

    def _allow_metrics(self) -> None:
        self.role.add_to_principal_policy(
            iam.PolicyStatement(
                actions=["cloudwatch:PutMetricData"],
                resources=["*"],
                conditions={"StringEquals": {"cloudwatch:namespace": self.application_name}},
            )
        )
        acknowledge_wildcards(self.role, METRICS_HAVE_NO_ARN, ["*"])


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
