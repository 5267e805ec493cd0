from __future__ import annotations

from typing import Any

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf204 = RuleCase("KDF204")
INSIDE = {"VPCOptions": {"SubnetIds": ["subnet-0123456789abcdef0"]}}
ARN = {"DomainARN": {"Fn::GetAtt": ["Search", "Arn"]}}


def search(domain: dict[str, Any], **block: Any) -> str:
    resources = {"Search": {"Type": "AWS::OpenSearchService::Domain", "Properties": domain}}
    return delivery(resources, AmazonopensearchserviceDestinationConfiguration=block)


def test_a_delivery_from_outside_is_found() -> None:
    kdf204.finds(search(INSIDE, **ARN))
    kdf204.finds(search(INSIDE, ClusterEndpoint={"Fn::Sub": "https://${Search.DomainEndpoint}"}))


def test_a_delivery_in_a_vpc_passes() -> None:
    kdf204.passes(search(INSIDE, **ARN, VpcConfiguration={"SubnetIds": ["subnet-0123456789abcdef0"]}))
    kdf204.passes(search(INSIDE, **ARN, VpcConfiguration=UNKNOWN))


def test_a_public_domain_does_not_apply() -> None:
    kdf204.passes(search({"EngineVersion": "OpenSearch_2.11"}, **ARN))
    kdf204.passes(search(INSIDE, DomainARN="arn:aws:es:us-east-1:111122223333:domain/search"))


def test_subnets_from_a_parameter_are_undecided() -> None:
    kdf204.undecided(search({"VPCOptions": {"SubnetIds": UNKNOWN}}, **ARN))
