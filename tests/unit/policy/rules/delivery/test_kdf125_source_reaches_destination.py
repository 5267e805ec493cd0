from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf125 = RuleCase("KDF125")


def test_a_database_to_anything_but_iceberg_is_found() -> None:
    kdf125.finds(delivery(DeliveryStreamType="DatabaseAsSource", ExtendedS3DestinationConfiguration={}))
    kdf125.passes(delivery(DeliveryStreamType="DatabaseAsSource", IcebergDestinationConfiguration={}))


def test_msk_to_what_is_not_known_to_work_is_a_warning() -> None:
    finding = kdf125.finds(delivery(DeliveryStreamType="MSKAsSource", SplunkDestinationConfiguration={}))
    assert finding.severity == "warning"
    kdf125.passes(delivery(DeliveryStreamType="MSKAsSource", ExtendedS3DestinationConfiguration={}))


def test_other_sources_do_not_apply() -> None:
    kdf125.passes(delivery(SplunkDestinationConfiguration={}))


def test_a_type_that_a_parameter_decides_is_undecided() -> None:
    kdf125.undecided(delivery(DeliveryStreamType=UNKNOWN, SplunkDestinationConfiguration={}))


def test_a_serverless_cluster_does_not_reach_iceberg() -> None:
    source = {"MSKClusterARN": {"Ref": "Broker"}}
    for kind, found in (("AWS::MSK::ServerlessCluster", True), ("AWS::MSK::Cluster", False)):
        template = delivery(
            {"Broker": {"Type": kind, "Properties": {"ClusterName": "orders"}}},
            DeliveryStreamType="MSKAsSource",
            MSKSourceConfiguration=source,
            IcebergDestinationConfiguration={},
        )
        if found:
            assert kdf125.finds(template).severity == "warning"
        else:
            kdf125.passes(template)
