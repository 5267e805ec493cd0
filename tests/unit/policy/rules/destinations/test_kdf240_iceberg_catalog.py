from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf240 = RuleCase("KDF240")


def test_a_catalog_without_an_arn_is_found() -> None:
    kdf240.finds(delivery(IcebergDestinationConfiguration={"CatalogConfiguration": {}}))


def test_an_arn_passes_known_or_not() -> None:
    kdf240.passes(delivery(IcebergDestinationConfiguration={"CatalogConfiguration": {"CatalogArn": UNKNOWN}}))


def test_a_warehouse_alone_passes() -> None:
    catalog = {"WarehouseLocation": "s3://tables/warehouse"}
    kdf240.passes(delivery(IcebergDestinationConfiguration={"CatalogConfiguration": catalog}))


def test_other_destinations_do_not_apply() -> None:
    kdf240.passes(delivery(ExtendedS3DestinationConfiguration={}))
