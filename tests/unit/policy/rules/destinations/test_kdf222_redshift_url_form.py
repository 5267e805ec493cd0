from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf222 = RuleCase("KDF222")
HOST, PORT = "${Warehouse.Endpoint.Address}", "${Warehouse.Endpoint.Port}"
WAREHOUSE = {"Warehouse": {"Type": "AWS::Redshift::Cluster", "Properties": {"DBName": "dev"}}}
WORKGROUP = {"Warehouse": {"Type": "AWS::RedshiftServerless::Workgroup", "Properties": {"WorkgroupName": "wh"}}}


def copying(url: object, warehouse: dict[str, object] = WAREHOUSE) -> str:
    return delivery(warehouse, RedshiftDestinationConfiguration={"ClusterJDBCURL": url})


@pytest.mark.parametrize(
    "url",
    [
        f"jdbc:redshift://{HOST}:{PORT}",
        f"jdbc:redshift://{HOST}/dev",
        f"{HOST}:{PORT}/dev",
        f"jdbc:mysql://{HOST}:{PORT}/dev",
    ],
)
def test_an_address_that_lacks_a_part_is_found(url: str) -> None:
    kdf222.finds(copying({"Fn::Sub": url}))


def test_a_bare_host_is_found() -> None:
    kdf222.finds(copying({"Fn::GetAtt": ["Warehouse", "Endpoint.Address"]}))


def test_a_complete_address_passes() -> None:
    kdf222.passes(copying({"Fn::Sub": f"jdbc:redshift://{HOST}:{PORT}/dev"}))
    kdf222.passes(copying({"Fn::Sub": f"jdbc:redshift://{HOST}:5439/dev"}))
    serverless = "jdbc:redshift://${Warehouse.Workgroup.Endpoint.Address}:${Warehouse.Workgroup.Endpoint.Port}/dev"
    kdf222.passes(copying({"Fn::Sub": serverless}, WORKGROUP))


def test_an_address_that_is_written_out_does_not_apply() -> None:
    kdf222.passes(copying("wh.example.com"))
    kdf222.passes(delivery(ExtendedS3DestinationConfiguration={}))


def test_a_parameter_within_the_address_is_undecided() -> None:
    kdf222.undecided(copying(UNKNOWN))
    kdf222.undecided(copying({"Fn::Sub": f"jdbc:redshift://{HOST}:{PORT}${{Unknown}}"}))
