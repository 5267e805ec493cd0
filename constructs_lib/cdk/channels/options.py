"""What the settings of a channel may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_glue as glue
from constructs import IConstruct


class RecordFormat(StrEnum):
    """How a channel reads records; botocore 1.44.5 kinesis RecordConfiguration says which destination takes which."""

    JSON = "JSON"
    """For buckets and tables."""
    STRING = "STRING"
    """For buckets."""
    BYTE_ARRAY = "BYTE_ARRAY"
    """For buckets."""
    GSR_JSON = "GSR_JSON"
    """For tables: JSON in the envelope of the serializers of the Glue schema registry."""


class ObjectCompression(StrEnum):
    """The compression of objects in a bucket."""

    NONE = "NONE"
    GZIP = "GZIP"
    ZSTD = "ZSTD"


class TableCompression(StrEnum):
    """The compression of the Parquet files of a table."""

    NONE = "NONE"
    ZSTD = "ZSTD"
    SNAPPY = "SNAPPY"


class StorageClass(StrEnum):
    """Where S3 keeps delivered objects."""

    STANDARD = "STANDARD"
    INTELLIGENT_TIERING = "INTELLIGENT_TIERING"
    GLACIER_IR = "GLACIER_IR"


@dataclass(frozen=True, kw_only=True)
class GlueSchema:
    """A schema of the Glue schema registry, from which the columns of a table come.

    Attributes:
        arn: of the schema.
        registry_arn: of its registry.
    """

    arn: str
    registry_arn: str

    @classmethod
    def of(cls, schema: glue.CfnSchema, registry: glue.CfnRegistry) -> GlueSchema:
        """Name a schema that this app defines."""
        return cls(arn=schema.attr_arn, registry_arn=registry.attr_arn)

    @classmethod
    def named(cls, scope: IConstruct, *, registry: str, name: str) -> GlueSchema:
        """Name a schema that is there, in the account and region of a construct."""

        def arn(resource: str, resource_name: str) -> str:
            return Stack.of(scope).format_arn(
                service="glue",
                resource=resource,
                resource_name=resource_name,
                arn_format=ArnFormat.SLASH_RESOURCE_NAME,
            )

        return cls(arn=arn("schema", f"{registry}/{name}"), registry_arn=arn("registry", registry))
