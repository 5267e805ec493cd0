"""Catalogs of Iceberg tables, and what a role may do with the tables in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_s3 as s3

from constructs_lib.cdk.attributes import key_of, objects_arn
from constructs_lib.cdk.delivery.destinations import Delivery
from constructs_lib.cdk.delivery.s3_access import allow_objects

FEDERATED = "s3tablescatalog"
"""The catalog of Glue under which S3 Tables appear. Source: Glue Developer Guide, "S3 Tables integration"."""
ANY = "*"
OF_FILES = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")
WRITE_TABLE = ("glue:GetDatabase", "glue:GetTable", "glue:UpdateTable")
FILES_ARE_ICEBERGS = "Iceberg chooses the keys of data and metadata files in the bucket of the tables"
TABLES_ARE_CHOSEN_BY_RECORDS = (
    "records choose their database and table, and which these are is known to the records alone"
)
ACCESS_HAS_NO_ARN = "Lake Formation has no resource for GetDataAccess; its own grants say which tables it opens"


@dataclass(frozen=True, kw_only=True)
class IcebergCatalog:
    """Where tables are found.

    Attributes:
        table_bucket: name of a table bucket of S3 Tables; the account's Glue catalog unless given.
        warehouse: bucket of the tables' files, in a Glue catalog.
        prefix: under which in the warehouse tables are created.
        account: that owns a Glue catalog; that of the stack unless given. An output of the stack tells the policy that
            a catalog of another account needs.
        region: of a Glue catalog; that of the stack unless given.

    Raises:
        ValueError: an account or a region of a table bucket, which is found through the account's own catalog.

    Source: Firehose Developer Guide, "Connect data catalog".
    """

    table_bucket: str | None = None
    warehouse: s3.IBucket | None = None
    prefix: str = ""
    account: str | None = None
    region: str | None = None

    def __post_init__(self) -> None:
        if self.table_bucket is not None and (self.account or self.region):
            raise ValueError("account and region are of a Glue catalog: leave them out for a table bucket")

    @classmethod
    def glue(
        cls, warehouse: s3.IBucket, prefix: str = "", *, account: str | None = None, region: str | None = None
    ) -> IcebergCatalog:
        """Use the Glue catalog of an account and a region; data and metadata are in this bucket."""
        return cls(warehouse=warehouse, prefix=prefix, account=account, region=region)

    @classmethod
    def s3_tables(cls, table_bucket: str) -> IcebergCatalog:
        """Use a table bucket, by its name; Lake Formation must grant the tables to the delivery stream's role."""
        return cls(table_bucket=table_bucket)

    def arn(self, stack: Stack) -> str:
        """Give the ARN of the catalog in a stack's account and region."""
        if self.table_bucket is None:
            return self._glue(stack, "catalog")
        return self._glue(stack, f"catalog/{FEDERATED}/{self.table_bucket}")

    def location(self) -> str | None:
        """Give the place in the warehouse, as an S3 URL."""
        return f"s3://{self.warehouse.bucket_name}/{self.prefix}" if self.warehouse else None

    def allow(self, delivery: Delivery, tables: Sequence[tuple[str, str]], *, create: bool) -> None:
        """Let the role of a delivery write into tables, by database and table; into any when none is named.

        Source: Firehose Developer Guide, "Grant Firehose access to Amazon S3 Tables" and "... to an Apache Iceberg
        Tables destination". `glue:CreateTable` is assumed for the creation of tables, and `glue:CreateDatabase` beside
        it where records choose the database.
        """
        role = delivery.role
        resources = self._resources(role.permissions.stack, tables or [(ANY, ANY)])
        created = ["glue:CreateTable"] if tables else ["glue:CreateDatabase", "glue:CreateTable"]
        actions = [*WRITE_TABLE, *created] if create else list(WRITE_TABLE)
        role.permissions.allow(actions, *resources, wildcards_because=TABLES_ARE_CHOSEN_BY_RECORDS)
        if self.account is not None and self.account != role.stack.account:
            delivery.others.ask("Catalog", self.arn(role.stack), self.account, role, [(actions, resources)])
        if self.table_bucket is not None:
            role.permissions.allow(["lakeformation:GetDataAccess"], ANY, wildcards_because=ACCESS_HAS_NO_ARN)
        if self.warehouse is not None:
            self._allow_files(delivery, self.warehouse)

    def _resources(self, stack: Stack, tables: Sequence[tuple[str, str]]) -> list[str]:
        names = ["catalog"]
        prefixes = [""]
        if self.table_bucket is not None:
            names += [f"catalog/{FEDERATED}", f"catalog/{FEDERATED}/{self.table_bucket}"]
            prefixes += [f"{FEDERATED}/{self.table_bucket}/"]
        for prefix in prefixes:
            names += [f"database/{prefix}{database}" for database, _ in tables]
            names += [f"table/{prefix}{database}/{table}" for database, table in tables]
        return [self._glue(stack, name) for name in dict.fromkeys(names)]

    def _allow_files(self, delivery: Delivery, warehouse: s3.IBucket) -> None:
        of_files = (OF_FILES, [objects_arn(warehouse, f"{self.prefix}*")])
        allow_objects(delivery, warehouse, key_of(warehouse), of_files, FILES_ARE_ICEBERGS)

    def _glue(self, stack: Stack, resource: str) -> str:
        return stack.format_arn(
            service="glue",
            account=self.account,
            region=self.region,
            resource=resource,
            arn_format=ArnFormat.NO_RESOURCE_NAME,
        )
