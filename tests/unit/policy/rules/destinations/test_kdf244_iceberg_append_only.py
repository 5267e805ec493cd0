from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf244 = RuleCase("KDF244")


def iceberg(only: object, *keys: str) -> str:
    table = {"DestinationTableName": "orders", "UniqueKeys": list(keys)}
    return delivery(IcebergDestinationConfiguration={"AppendOnly": only, "DestinationTableConfigurationList": [table]})


def test_unique_keys_of_tables_that_only_grow_are_found() -> None:
    kdf244.finds(iceberg(True, "id"))


def test_one_of_both_passes() -> None:
    kdf244.passes(iceberg(False, "id"))
    kdf244.passes(iceberg(True))


def test_other_destinations_do_not_apply() -> None:
    kdf244.passes(delivery(ExtendedS3DestinationConfiguration={}))


def test_a_switch_that_a_parameter_holds_is_undecided() -> None:
    kdf244.undecided(iceberg(UNKNOWN, "id"))
