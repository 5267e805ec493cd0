from __future__ import annotations

from cases import RuleCase
from deliveries import KEYS, LAMBDA, UNKNOWN, delivery, processing

kdf242 = RuleCase("KDF242")


def test_no_table_and_nothing_that_chooses_one_is_found() -> None:
    kdf242.finds(delivery(IcebergDestinationConfiguration={}))
    kdf242.finds(delivery(IcebergDestinationConfiguration={"DestinationTableConfigurationList": []}))


def test_a_table_or_a_processor_that_chooses_one_passes() -> None:
    kdf242.passes(delivery(IcebergDestinationConfiguration={"DestinationTableConfigurationList": [UNKNOWN]}))
    kdf242.passes(delivery(IcebergDestinationConfiguration=processing(KEYS)))
    kdf242.passes(delivery(IcebergDestinationConfiguration=processing(("Lambda", {"LambdaArn": LAMBDA}))))


def test_a_database_as_source_does_not_apply() -> None:
    kdf242.passes(delivery(IcebergDestinationConfiguration={}, DatabaseSourceConfiguration={}))


def test_a_list_that_a_parameter_holds_is_undecided() -> None:
    kdf242.undecided(delivery(IcebergDestinationConfiguration={"DestinationTableConfigurationList": UNKNOWN}))
