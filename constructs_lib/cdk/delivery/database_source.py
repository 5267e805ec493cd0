"""The changes of a MySQL or PostgreSQL database as the source of a delivery stream: a preview of the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_secretsmanager as secretsmanager

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.secrets import secret_configuration
from constructs_lib.cdk.delivery.sources import BoundSource, Source
from constructs_lib.cdk.roles import ServiceRole
from constructs_lib.cdk.tokens import is_token

ENCRYPTED_AT_THE_DATABASE = (
    "rows travel over TLS through a private connection; Firehose takes server-side encryption for direct puts only"
)
PREVIEW = "databases as a source are a preview, which AWS advises not to use in production"
NOT_IN = ("cn-", "us-gov-", "ap-southeast-5")
"""How the names of regions begin that do not have it.

Source: Firehose Developer Guide, "Prerequisites to use database as a source", 2026.
"""


class DatabaseEngine(Enum):
    """Which database, with the port that it listens on by default.

    Source: limits, `firehose-database-type-enum` and `firehose-database-port`.
    """

    MYSQL = ("MySQL", 3306)
    POSTGRESQL = ("PostgreSQL", 5432)

    @property
    def port(self) -> int:
        """The port by default."""
        return self.value[1]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Names to take and to leave; each may be a regular expression.

    Attributes:
        include: what is taken.
        exclude: what of it is left.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def properties(self) -> dict[str, Any]:
        """Give the list in CloudFormation's casing."""
        return {"Include": list(self.include) or None, "Exclude": list(self.exclude) or None}


@dataclass(frozen=True, kw_only=True)
class DatabaseSource(Source):
    """Copy tables, and then their changes from the transaction log, to Iceberg: a preview, not in every region.

    The database is reached through an endpoint service in its VPC that lets the principal `firehose.amazonaws.com` in.
    Its user has to read the tables and the log, and to write the watermark table.

    Attributes:
        engine: MySQL or PostgreSQL.
        endpoint: host name of the database.
        secret: JSON `{"username": "...", "password": "..."}`.
        vpc_endpoint_service: in front of the database, or its name.
        databases: which.
        tables: which, as `database.table` in MySQL and `schema.table` in PostgreSQL.
        watermark_table: where Firehose notes how far the first copy is; one for each delivery stream, as in `tables`.
        columns: which, as in `tables` with the column behind; all unless given.
        surrogate_keys: columns that tell rows apart in tables without a primary key.
        port: the engine's own unless given.
        tls: yes unless given.

    Example:
        >>> DatabaseSource(
        ...     engine=DatabaseEngine.MYSQL, endpoint="air.cluster-abc.eu-west-1.rds.amazonaws.com", secret=user,
        ...     vpc_endpoint_service="com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
        ...     databases=Selection(include=("air",)), tables=Selection(include=("air.flights",)),
        ...     watermark_table="air.watermarks",
        ... )  # doctest: +SKIP
    """

    engine: DatabaseEngine
    endpoint: str
    secret: secretsmanager.ISecret
    vpc_endpoint_service: ec2.IVpcEndpointService | str
    databases: Selection
    tables: Selection
    watermark_table: str
    columns: Selection | None = None
    surrogate_keys: tuple[str, ...] = ()
    port: int | None = None
    tls: bool = True

    def bind(self, role: ServiceRole) -> BoundSource:
        """Allow the role to read the secret, and warn of the preview.

        Raises:
            ValueError: no database or table is named, so nothing would be read.
        """
        self._require_something()
        service = self.vpc_endpoint_service
        configuration: Mapping[str, Any] = {
            "Type": self.engine.value[0],
            "Endpoint": self.endpoint,
            "Port": self.engine.port if self.port is None else self.port,
            "SSLMode": "Enabled" if self.tls else "Disabled",
            "Databases": self.databases.properties(),
            "Tables": self.tables.properties(),
            "Columns": self.columns.properties() if self.columns else None,
            "SurrogateKeys": list(self.surrogate_keys) or None,
            "SnapshotWatermarkTable": self.watermark_table,
            "DatabaseSourceAuthenticationConfiguration": {
                "SecretsManagerConfiguration": secret_configuration(self.secret, role)
            },
            "DatabaseSourceVPCConfiguration": {
                "VpcEndpointServiceName": service if isinstance(service, str) else service.vpc_endpoint_service_name
            },
        }
        return BoundSource(
            properties={
                "DeliveryStreamType": "DatabaseAsSource",
                "DatabaseSourceConfiguration": present(configuration),
            },
            acknowledged={"AwsSolutions-KDF1": ENCRYPTED_AT_THE_DATABASE},
            remarks={"kinesis-constructs:database-source-preview": self._remark(Stack.of(role))},
        )

    def _require_something(self) -> None:
        for name, selection in (("databases", self.databases), ("tables", self.tables)):
            if not (selection.include or selection.exclude):
                raise ValueError(f"source.{name} names nothing: give Selection(include=(...)), such as '.*' for all")

    def _remark(self, stack: Stack) -> str:
        region = stack.region
        return PREVIEW if is_token(region) or not region.startswith(NOT_IN) else f"{PREVIEW}; {region} does not have it"
