"""Delivery to an OpenSearch Service domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from aws_cdk import Duration
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_opensearchservice as opensearch

from constructs_lib.cdk.compliance import present
from constructs_lib.cdk.delivery.backup import BACKUP_ARGUMENTS, Backup
from constructs_lib.cdk.delivery.buffering import BUFFERING_ARGUMENTS, Buffering, service_buffering
from constructs_lib.cdk.delivery.destinations import BoundDestination, Delivery, Destination
from constructs_lib.cdk.delivery.other_accounts import Allowed, other_owner_of_arn
from constructs_lib.cdk.delivery.retry import RETRY_ARGUMENTS, retry_options, service_retry
from constructs_lib.cdk.delivery.vpc import BoundVpc, VpcDelivery

ARGUMENTS = {
    **BUFFERING_ARGUMENTS,
    **BACKUP_ARGUMENTS,
    **RETRY_ARGUMENTS,
    "DomainARN": "destination.domain",
    "IndexName": "destination.index",
    "IndexRotationPeriod": "destination.index_rotation",
    "TypeName": "destination.type_name",
    "VpcConfiguration": "destination.vpc",
}
DESCRIBE = ("es:DescribeDomain", "es:DescribeDomainConfig", "es:DescribeDomains")
INDEX = ("es:ESHttpPost", "es:ESHttpPut")
READ = ("es:ESHttpGet",)
PATHS_ARE_OPENSEARCHS = (
    "documents and statistics have paths of their own below the domain; the wildcard stands for what follows the index"
)


class IndexRotation(StrEnum):
    """When a timestamp is added to the name of the index, by CloudFormation's own values."""

    NONE = "NoRotation"
    HOURLY = "OneHour"
    DAILY = "OneDay"
    WEEKLY = "OneWeek"
    MONTHLY = "OneMonth"


class DocumentId(StrEnum):
    """Who names a document, by CloudFormation's own values."""

    FIREHOSE = "FIREHOSE_DEFAULT"
    OPENSEARCH = "NO_DOCUMENT_ID"


@dataclass(frozen=True, kw_only=True)
class OpenSearchDestination(Destination):
    """Index records, which are JSON documents, in a domain.

    A domain with fine-grained access control must know the role too: map it to a role of the domain. One of another
    account must be public, and let the role in: an output of the stack tells the policy that its owner has to add.

    Attributes:
        domain: where to.
        index: without the timestamp that rotation adds.
        index_rotation: daily, the service's default, unless given.
        type_name: for Elasticsearch before 7 only.
        document_id: Firehose names documents, so that a retry makes no second one, unless given.
        vpc: how to reach a domain in a VPC; a domain that this app defines lets the delivery stream in.
        buffering: when documents are sent; the service's default unless given.
        retry: how long documents are sent again; 5 minutes, the service's default, unless given.
        backup: what is kept, decided at creation; what could not be indexed unless given.

    Example:
        >>> OpenSearchDestination(domain=domain, index="flights")  # doctest: +SKIP
    """

    domain: opensearch.IDomain
    index: str
    index_rotation: IndexRotation = IndexRotation.DAILY
    type_name: str | None = None
    document_id: DocumentId = DocumentId.FIREHOSE
    vpc: VpcDelivery | None = None
    buffering: Buffering = field(
        default_factory=service_buffering("firehose-buffer-opensearch-size", "firehose-buffer-opensearch-interval")
    )
    retry: Duration = field(default_factory=service_retry("firehose-retry-opensearch"))
    backup: Backup = field(default_factory=Backup)

    def bind(self, delivery: Delivery) -> BoundDestination:
        """Define the backup, allow the role to index, and give `AmazonopensearchserviceDestinationConfiguration`.

        Raises:
            ValueError: the domain belongs to another account, and a VPC is to lead to it.
        """
        backup = self.backup.bind(delivery)
        self._allow(delivery)
        vpc = self._enter(delivery)
        configuration = {
            "RoleARN": delivery.role.role_arn,
            "DomainARN": self.domain.domain_arn,
            "IndexName": self.index,
            "IndexRotationPeriod": self.index_rotation.value,
            "TypeName": self.type_name,
            "DocumentIdOptions": {"DefaultDocumentIdFormat": self.document_id.value},
            "VpcConfiguration": vpc.configuration if vpc else None,
            "BufferingHints": self.buffering.properties("destination.buffering"),
            "RetryOptions": retry_options(self.retry),
            "ProcessingConfiguration": delivery.processing(),
            "CloudWatchLoggingOptions": delivery.log.options("Delivery", delivery.role),
            "S3BackupMode": self.backup.mode(failed="FailedDocumentsOnly", everything="AllDocuments"),
            "S3Configuration": backup.configuration,
        }
        return BoundDestination(
            name="AmazonopensearchserviceDestinationConfiguration",
            configuration=present(configuration),
            arguments=ARGUMENTS,
            bucket=backup.bucket,
            failures=backup.bucket,
            connections=vpc.connections if vpc else None,
        )

    def _enter(self, delivery: Delivery) -> BoundVpc | None:
        if self.vpc is None:
            return None
        vpc = self.vpc.bind(delivery)
        if isinstance(self.domain, opensearch.Domain):
            vpc.connections.allow_to(self.domain, ec2.Port.HTTPS)
        return vpc

    def _allow(self, delivery: Delivery) -> None:
        """Let a role describe the domain and write documents, and tell the owner of one in another account.

        Source: Firehose Developer Guide, "Grant Firehose access to a public OpenSearch Service destination" and
        "Cross-account delivery to an OpenSearch Service destination".
        """
        arn, role = self.domain.domain_arn, delivery.role
        owner = other_owner_of_arn(arn, role)
        if owner and self.vpc is not None:
            raise ValueError(f"the domain belongs to account {owner}: Firehose reaches public domains there only")
        statistics = [
            f"{arn}/{path}"
            for path in (
                "_all/_settings",
                "_cluster/stats",
                "_nodes",
                "_nodes/*/stats",
                "_nodes/stats",
                "_stats",
                f"{self.index}*/_mapping/*",
                f"{self.index}*/_stats",
            )
        ]
        allowed: list[Allowed] = [(DESCRIBE, [arn]), (INDEX, [f"{arn}/*"]), (READ, statistics)]
        for actions, resources in allowed:
            role.permissions.allow(actions, *resources, wildcards_because=PATHS_ARE_OPENSEARCHS)
        if owner:
            delivery.others.ask("Domain", arn, owner, role, allowed)
