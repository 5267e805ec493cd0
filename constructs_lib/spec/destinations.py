"""From the destinations of a spec that are not S3 to CloudFormation's properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from constructs_lib.spec.bound import Bound
from constructs_lib.spec.part import MADE, Settings, service_default
from constructs_lib.spec.processing import metadata_extraction
from constructs_lib.spec.s3 import BACKUP_ARGUMENTS, BUFFERING_ARGUMENTS, backup, buffering, s3
from constructs_lib.spec.units import SHORT

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **BACKUP_ARGUMENTS,
    "RetryOptions": "retry",
    "RetryOptions.DurationInSeconds": "retry",
}
HTTP_ARGUMENTS = {
    **ARGUMENTS,
    "EndpointConfiguration.Url": "url",
    "EndpointConfiguration.Name": "name",
    "RequestConfiguration.ContentEncoding": "contentEncoding",
    "RequestConfiguration.CommonAttributes": "commonAttributes",
    "SecretsManagerConfiguration": "secret",
}
SEARCH_ARGUMENTS = {
    **ARGUMENTS,
    "DomainARN": "domain",
    "IndexName": "index",
    "IndexRotationPeriod": "indexRotation",
    "TypeName": "typeName",
    "DocumentIdOptions": "documentId",
}
ICEBERG_ARGUMENTS = {
    **{path: argument for path, argument in ARGUMENTS.items() if path != "S3BackupMode"},
    "s3BackupMode": "backup.allRecords",
    "AppendOnly": "appendOnly",
    "CatalogConfiguration": "tableBucket",
    "CatalogConfiguration.WarehouseLocation": "warehouse",
    "DestinationTableConfigurationList": "tables",
    "TableCreationConfiguration": "createTables",
    "SchemaEvolutionConfiguration": "evolveSchema",
}
ROUTES = {"database": "destinationDatabaseName", "table": "destinationTableName", "operation": "operation"}


def http_endpoint(given: Settings) -> Bound:
    """Give `HttpEndpointDestinationConfiguration`."""
    secret = given.get("secret")
    attributes = [
        {"AttributeName": name, "AttributeValue": value} for name, value in given.get("commonAttributes", {}).items()
    ]
    return Bound(
        name="HttpEndpointDestinationConfiguration",
        configuration={
            "EndpointConfiguration": {"Url": given.get("url"), "Name": given.get("name")},
            "RequestConfiguration": {
                "ContentEncoding": given.get("contentEncoding", "GZIP"),
                "CommonAttributes": attributes or None,
            },
            "SecretsManagerConfiguration": {"Enabled": True, "SecretARN": secret, "RoleARN": MADE} if secret else None,
            **delivered(given, "http", failed="FailedDataOnly", everything="AllData"),
        },
        arguments=HTTP_ARGUMENTS,
    )


def open_search(given: Settings) -> Bound:
    """Give `AmazonopensearchserviceDestinationConfiguration`."""
    return Bound(
        name="AmazonopensearchserviceDestinationConfiguration",
        configuration={
            "DomainARN": given.get("domain"),
            "IndexName": given.get("index"),
            "IndexRotationPeriod": given.get("indexRotation", "OneDay"),
            "TypeName": given.get("typeName"),
            "DocumentIdOptions": {"DefaultDocumentIdFormat": given.get("documentId", "FIREHOSE_DEFAULT")},
            **delivered(given, "opensearch", failed="FailedDocumentsOnly", everything="AllDocuments"),
        },
        arguments=SEARCH_ARGUMENTS,
    )


def iceberg(given: Settings) -> Bound:
    """Give `IcebergDestinationConfiguration`."""
    creates = given.get("createTables"), given.get("evolveSchema")
    warehouse = given.get("warehouse")
    common = delivered(given, "iceberg", failed="FailedDataOnly", everything="AllData")
    common["s3BackupMode"] = common.pop("S3BackupMode")
    routes = {ROUTES[name]: query for name, query in given.get("route", {}).items()}
    return Bound(
        name="IcebergDestinationConfiguration",
        configuration={
            "CatalogConfiguration": {
                "CatalogArn": MADE,
                "WarehouseLocation": f"s3://{warehouse.rpartition(':')[2]}/" if warehouse and any(creates) else None,
            },
            "DestinationTableConfigurationList": [iceberg_table(Settings(each)) for each in given.get("tables", ())]
            or None,
            "AppendOnly": given.get("appendOnly"),
            "TableCreationConfiguration": {"Enabled": True} if creates[0] else None,
            "SchemaEvolutionConfiguration": {"Enabled": True} if creates[1] else None,
            **common,
        },
        arguments=ICEBERG_ARGUMENTS,
        processors=metadata_extraction(routes),
        queries="route",
    )


def iceberg_table(given: Settings) -> dict[str, Any]:
    """Give `DestinationTableConfiguration`."""
    columns = [{"SourceName": name} for name in given.get("partitionBy", ())]
    return {
        "DestinationDatabaseName": given.get("database"),
        "DestinationTableName": given.get("table"),
        "UniqueKeys": given.get("uniqueKeys"),
        "PartitionSpec": {"Identity": columns} if columns else None,
        "S3ErrorOutputPrefix": given.get("errorPrefix"),
    }


def delivered(given: Settings, facts: str, *, failed: str, everything: str) -> dict[str, Any]:
    """Give what every destination but S3 has: buffers, retries and what is kept.

    Args:
        given: the destination.
        facts: how the ids of its limits end.
        failed: its word for keeping what could not be delivered.
        everything: its word for keeping every record.
    """
    kept = given.below("backup")
    sizes = (service_default(f"firehose-buffer-{facts}-{end}") for end in ("size", "interval"))
    retry = given.amount("retry", SHORT, service_default(f"firehose-retry-{facts}"))
    return {
        "BufferingHints": buffering(given, *sizes),
        "RetryOptions": {"DurationInSeconds": retry},
        "S3BackupMode": everything if kept.get("allRecords") else failed,
        "S3Configuration": backup(kept),
    }


DESTINATIONS: Mapping[str, Callable[[Settings], Bound]] = {
    "s3": s3,
    "httpEndpoint": http_endpoint,
    "openSearch": open_search,
    "iceberg": iceberg,
}
"""Keyword to what makes its configuration."""
