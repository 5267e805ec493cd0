"""Delivery to an OpenSearch Serverless collection."""

from __future__ import annotations

from dataclasses import dataclass, field

from aws_cdk import Duration, Names, Stack
from aws_cdk import aws_opensearchserverless as serverless

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.backup import BACKUP_ARGUMENTS, Backup
from constructs_lib.cdk.delivery.buffering import BUFFERING_ARGUMENTS, Buffering, service_buffering
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.retry import RETRY_ARGUMENTS, retry_options, service_retry
from constructs_lib.cdk.delivery.vpc import VpcDelivery

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **BACKUP_ARGUMENTS,
    **RETRY_ARGUMENTS,
    "CollectionEndpoint": "destination.collection.endpoint",
    "IndexName": "destination.index",
    "VpcConfiguration": "destination.vpc",
}
LONGEST_NAME = 32
"""Of an access policy, in characters. Source: OpenSearch Serverless API, CreateAccessPolicy."""


@dataclass(frozen=True, kw_only=True)
class Collection:
    """A collection by what Firehose needs of it.

    Attributes:
        name: in which data access policies name it.
        arn: in which the role's policy names it.
        endpoint: begins with https://.
    """

    name: str
    arn: str
    endpoint: str

    @classmethod
    def of(cls, collection: serverless.CfnCollection) -> Collection:
        """Describe a collection that this app defines."""
        return cls(name=collection.name, arn=collection.attr_arn, endpoint=collection.attr_collection_endpoint)


@dataclass(frozen=True, kw_only=True)
class OpenSearchServerlessDestination(Destination):
    """Index records, which are JSON documents, in a collection.

    Attributes:
        collection: where to.
        index: its name never rotates.
        grant_data_access: define the data access policy that lets the role write; an administrator does unless so.
        vpc: how to reach a collection in a VPC.
        buffering: when documents are sent; the service's default unless given.
        retry: how long documents are sent again; 5 minutes, the service's default, unless given.
        backup: what is kept, decided at creation; what could not be indexed unless given.

    Example:
        >>> OpenSearchServerlessDestination(collection=Collection.of(flights), index="flights")  # doctest: +SKIP
    """

    collection: Collection
    index: str
    grant_data_access: bool = True
    vpc: VpcDelivery | None = None
    buffering: Buffering = field(
        default_factory=service_buffering(
            "firehose-buffer-opensearch-serverless-size", "firehose-buffer-opensearch-serverless-interval"
        )
    )
    retry: Duration = field(default_factory=service_retry("firehose-retry-opensearch-serverless"))
    backup: Backup = field(default_factory=Backup)

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define backup and access, and give `AmazonOpenSearchServerlessDestinationConfiguration`.

        Source: Firehose Developer Guide, "Grant Firehose access to a public OpenSearch Serverless destination".
        """
        backup = self.backup.bind(delivery)
        delivery.role.permissions.allow(["aoss:APIAccessAll"], self.collection.arn)
        vpc = self.vpc.bind(delivery) if self.vpc else None
        configuration = {
            "RoleARN": delivery.role.role_arn,
            "CollectionEndpoint": self.collection.endpoint,
            "IndexName": self.index,
            "VpcConfiguration": vpc.configuration if vpc else None,
            "BufferingHints": self.buffering.properties("destination.buffering"),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "S3BackupMode": self.backup.mode(failed="FailedDocumentsOnly", everything="AllDocuments"),
            "S3Configuration": backup.configuration,
        }
        return BoundDestination(
            name="AmazonOpenSearchServerlessDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=backup.bucket,
            failures=backup.bucket,
            dependencies=(self._data_access(delivery),) if self.grant_data_access else (),
            connections=vpc.connections if vpc else None,
        )

    def _data_access(self, delivery: Delivery) -> serverless.CfnAccessPolicy:
        name = Names.unique_resource_name(
            delivery.scope, max_length=LONGEST_NAME, separator="-", allowed_special_characters="-"
        )
        index = {
            "ResourceType": "index",
            "Resource": [f"index/{self.collection.name}/{self.index}"],
            "Permission": ["aoss:CreateIndex", "aoss:UpdateIndex", "aoss:WriteDocument"],
        }
        rules = [{"Rules": [index], "Principal": [delivery.role.role_arn]}]
        return serverless.CfnAccessPolicy(
            delivery.scope,
            "DataAccess",
            name=name.lower(),
            type="data",
            description="Lets a delivery stream write into its index",
            policy=Stack.of(delivery.scope).to_json_string(rules),
        )
