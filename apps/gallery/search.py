"""Delivery to OpenSearch: a public domain, a domain in a VPC, a Serverless collection."""

from __future__ import annotations

from aws_cdk import ArnFormat, Duration, Size, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_opensearchserverless as serverless
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from constructs_lib.cdk import (
    Backup,
    Buffering,
    Collection,
    DeliveryStream,
    DocumentId,
    IndexRotation,
    OpenSearchDestination,
    OpenSearchServerlessDestination,
    VpcDelivery,
)


class Search(Stack):
    """Define deliveries to domains that are there already, and to a collection of this stack.

    Args:
        scope: the app.
        id: of the stack.
        vpc: of the domain that is in one.
    """

    def __init__(self, scope: Construct, id: str, *, vpc: ec2.IVpc) -> None:
        super().__init__(scope, id, description="Gallery: delivery to OpenSearch")
        DeliveryStream(
            self,
            "ToDomain",
            destination=OpenSearchDestination(
                domain=self._domain("public"),
                index="flights",
                index_rotation=IndexRotation.WEEKLY,
                document_id=DocumentId.OPENSEARCH,
                buffering=Buffering(size=Size.mebibytes(10), interval=Duration.seconds(60)),
                backup=Backup(all_records=True),
            ),
        )
        DeliveryStream(
            self,
            "ToVpc",
            destination=OpenSearchDestination(
                domain=self._domain("private"), index="flights", vpc=VpcDelivery(vpc=vpc)
            ),
        )
        collection = serverless.CfnCollection(self, "Flights", name="flights", type="TIMESERIES")
        collection.node.add_dependency(
            serverless.CfnSecurityPolicy(
                self,
                "Encryption",
                name="flights",
                type="encryption",
                policy=self.to_json_string(
                    {
                        "Rules": [{"ResourceType": "collection", "Resource": ["collection/flights"]}],
                        "AWSOwnedKey": True,
                    }
                ),
            )
        )
        DeliveryStream(
            self,
            "ToCollection",
            destination=OpenSearchServerlessDestination(collection=Collection.of(collection), index="flights"),
        )

    def _domain(self, name: str) -> opensearch.IDomain:
        arn = self.format_arn(
            service="es", resource="domain", resource_name=name, arn_format=ArnFormat.SLASH_RESOURCE_NAME
        )
        return opensearch.Domain.from_domain_attributes(
            self, name.title(), domain_arn=arn, domain_endpoint=f"https://search-{name}.example.com"
        )
