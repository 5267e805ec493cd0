from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf241 = RuleCase("KDF241")


def iceberg(feature: str, enabled: object, **catalog: object) -> str:
    return delivery(IcebergDestinationConfiguration={"CatalogConfiguration": catalog, feature: {"Enabled": enabled}})


@pytest.mark.parametrize("feature", ["SchemaEvolutionConfiguration", "TableCreationConfiguration"])
def test_a_feature_without_a_warehouse_is_found(feature: str) -> None:
    kdf241.finds(iceberg(feature, True))
    kdf241.passes(iceberg(feature, True, WarehouseLocation=UNKNOWN))


def test_features_that_are_off_do_not_apply() -> None:
    kdf241.passes(iceberg("TableCreationConfiguration", False))
    kdf241.passes(delivery(IcebergDestinationConfiguration={}))


def test_a_feature_that_a_parameter_switches_is_undecided() -> None:
    kdf241.undecided(iceberg("TableCreationConfiguration", UNKNOWN))
