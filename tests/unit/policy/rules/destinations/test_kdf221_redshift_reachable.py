from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf221 = RuleCase("KDF221")


def cluster(kind: str = "AWS::Redshift::Cluster", **properties: object) -> str:
    url = {"Fn::Sub": "jdbc:redshift://${Warehouse.Endpoint.Address}:5439/dev"}
    warehouse = {"Warehouse": {"Type": kind, "Properties": properties}}
    return delivery(warehouse, RedshiftDestinationConfiguration={"ClusterJDBCURL": url})


def test_a_private_cluster_is_found() -> None:
    assert kdf221.finds(cluster(PubliclyAccessible=False)).resource == "Warehouse"


def test_enhanced_routing_is_found() -> None:
    kdf221.finds(cluster(PubliclyAccessible=True, EnhancedVpcRouting=True))


def test_a_public_cluster_passes() -> None:
    kdf221.passes(cluster(PubliclyAccessible=True, EnhancedVpcRouting=False))


def test_clusters_elsewhere_and_other_resources_do_not_apply() -> None:
    url = "jdbc:redshift://wh.abc.eu-west-1.redshift.amazonaws.com:5439/dev"
    kdf221.passes(delivery(RedshiftDestinationConfiguration={"ClusterJDBCURL": url}))
    kdf221.passes(cluster("AWS::RedshiftServerless::Workgroup", PubliclyAccessible=False))


def test_access_that_a_parameter_decides_is_undecided() -> None:
    kdf221.undecided(cluster(PubliclyAccessible=UNKNOWN))
