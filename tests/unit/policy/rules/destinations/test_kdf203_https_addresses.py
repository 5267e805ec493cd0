from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf203 = RuleCase("KDF203")
SEARCH = {"Search": {"Type": "AWS::OpenSearchService::Domain", "Properties": {}}}
COLLECTION = {"Search": {"Type": "AWS::OpenSearchServerless::Collection", "Properties": {"Name": "logs"}}}


def splunk(endpoint: object) -> str:
    return delivery(SplunkDestinationConfiguration={"HECEndpoint": endpoint})


def search(endpoint: object) -> str:
    return delivery(SEARCH, AmazonopensearchserviceDestinationConfiguration={"ClusterEndpoint": endpoint})


def collection(attribute: str) -> str:
    block = {"CollectionEndpoint": {"Fn::GetAtt": ["Search", attribute]}}
    return delivery(COLLECTION, AmazonOpenSearchServerlessDestinationConfiguration=block)


@pytest.mark.parametrize(
    ("endpoint", "severity"), [("http://hec.example.com:8088", "error"), ("hec.example.com:8088", "warning")]
)
def test_a_collector_without_tls_is_found(endpoint: str, severity: str) -> None:
    assert kdf203.finds(splunk(endpoint)).severity == severity


def test_a_placeholder_for_an_address_passes() -> None:
    kdf203.passes(splunk("SPLUNK_HEC_URL"))


def test_a_host_that_another_resource_answers_has_no_scheme() -> None:
    kdf203.finds(search({"Fn::GetAtt": ["Search", "DomainEndpoint"]}))
    kdf203.finds(search({"Fn::Sub": "${Search.DomainEndpoint}"}))


def test_the_wrong_scheme_before_an_unknown_host_is_found() -> None:
    kdf203.finds(search({"Fn::Sub": "http://${Search.DomainEndpoint}"}))


def test_the_address_of_the_dashboards_is_not_that_of_the_collection() -> None:
    assert "dashboards" in kdf203.finds(collection("DashboardEndpoint")).message
    kdf203.passes(collection("CollectionEndpoint"))


def test_addresses_with_tls_pass() -> None:
    kdf203.passes(splunk("https://hec.example.com:8088"))
    kdf203.passes(search({"Fn::Sub": "https://${Search.DomainEndpoint}"}))


def test_a_stream_without_such_a_destination_does_not_apply() -> None:
    kdf203.passes(delivery(ExtendedS3DestinationConfiguration={}))


def test_an_address_from_a_parameter_is_undecided() -> None:
    kdf203.undecided(splunk(UNKNOWN))
