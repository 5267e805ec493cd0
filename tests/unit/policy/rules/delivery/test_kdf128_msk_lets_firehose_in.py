from __future__ import annotations

from typing import Any

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf128 = RuleCase("KDF128")
IAM = {"Sasl": {"Iam": {"Enabled": True}}}
PRIVATE = {"VpcConnectivity": {"ClientAuthentication": IAM}}
PUBLIC = {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
POLICY = {"Policy": {"Type": "AWS::MSK::ClusterPolicy", "Properties": {"ClusterArn": {"Ref": "Broker"}, "Policy": {}}}}


def reading(way: object, network: object, authentication: object = IAM, more: Any = POLICY, arn: Any = None) -> str:
    cluster = {"ClientAuthentication": authentication, "BrokerNodeGroupInfo": {"ConnectivityInfo": network}}
    source = {"MSKClusterARN": arn or {"Ref": "Broker"}, "AuthenticationConfiguration": {"Connectivity": way}}
    resources = {"Broker": {"Type": "AWS::MSK::Cluster", "Properties": cluster}, **more}
    return delivery(resources, DeliveryStreamType="MSKAsSource", MSKSourceConfiguration=source)


def test_a_cluster_without_iam_is_found() -> None:
    kdf128.finds(reading("PUBLIC", PUBLIC, {"Sasl": {"Scram": {"Enabled": True}}}))


def test_a_way_that_is_closed_is_found() -> None:
    kdf128.finds(reading("PUBLIC", PRIVATE))
    kdf128.finds(reading("PRIVATE", PUBLIC))


def test_a_private_cluster_without_a_policy_is_found() -> None:
    assert "policy" in (kdf128.finds(reading("PRIVATE", PRIVATE, more={})).message or "")


def test_a_way_that_is_open_passes() -> None:
    kdf128.passes(reading("PUBLIC", PUBLIC, more={}))
    kdf128.passes(reading("PRIVATE", PRIVATE))


def test_a_cluster_of_another_app_does_not_apply() -> None:
    arn = "arn:aws:kafka:us-east-1:111122223333:cluster/orders/1234abcd-12ab-34cd-56ef-1234567890ab-1"
    kdf128.passes(reading("PRIVATE", PUBLIC, arn=arn))


def test_what_a_parameter_says_is_undecided() -> None:
    kdf128.undecided(reading(UNKNOWN, PUBLIC))
