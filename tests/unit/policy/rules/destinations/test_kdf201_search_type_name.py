from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf201 = RuleCase("KDF201")


def search(version: object, kind: str = "AWS::OpenSearchService::Domain", type_name: object = "order") -> str:
    name = "EngineVersion" if "OpenSearch" in kind else "ElasticsearchVersion"
    domain = {"Search": {"Type": kind, "Properties": {name: version} if version else {}}}
    block = {"TypeName": type_name, "DomainARN": {"Fn::GetAtt": ["Search", "Arn"]}}
    return delivery(domain, AmazonopensearchserviceDestinationConfiguration=block)


@pytest.mark.parametrize("version", ["OpenSearch_1.3", "OpenSearch_3.1", "Elasticsearch_7.10", None])
def test_engines_without_types_are_found(version: str | None) -> None:
    kdf201.finds(search(version))


def test_the_older_resource_is_read() -> None:
    kdf201.finds(search("7.10", "AWS::Elasticsearch::Domain"))
    kdf201.passes(search("6.8", "AWS::Elasticsearch::Domain"))
    kdf201.passes(search(None, "AWS::Elasticsearch::Domain"))


@pytest.mark.parametrize("version", ["Elasticsearch_6.8", "Elasticsearch_1.5"])
def test_engines_with_types_pass(version: str) -> None:
    kdf201.passes(search(version))


def test_the_host_of_the_address_names_the_domain_too() -> None:
    domain = {"Search": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"EngineVersion": "OpenSearch_2.11"}}}
    block = {"TypeName": "order", "ClusterEndpoint": {"Fn::Sub": "https://${Search.DomainEndpoint}"}}
    kdf201.finds(delivery(domain, AmazonopensearchserviceDestinationConfiguration=block))


def test_an_empty_type_name_does_not_apply() -> None:
    kdf201.passes(search("OpenSearch_2.11", type_name=""))
    kdf201.passes(delivery(AmazonopensearchserviceDestinationConfiguration={"DomainARN": UNKNOWN}))


def test_a_domain_elsewhere_or_an_unknown_version_is_undecided() -> None:
    block = {"TypeName": "order", "DomainARN": "arn:aws:es:us-east-1:111122223333:domain/search"}
    kdf201.undecided(delivery(AmazonopensearchserviceDestinationConfiguration=block))
    kdf201.undecided(search(UNKNOWN))
