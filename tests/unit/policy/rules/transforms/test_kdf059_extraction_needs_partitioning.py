from __future__ import annotations

from cases import RuleCase
from deliveries import KEYS, PARTITIONING, UNKNOWN, delivery, processing, s3

kdf059 = RuleCase("KDF059")

SPLIT = ("RecordDeAggregation", {"SubRecordType": "JSON"})


def test_both_processors_are_found_without_partitioning() -> None:
    kdf059.finds(s3(**processing(KEYS)))
    kdf059.finds(s3(**processing(SPLIT), DynamicPartitioningConfiguration={"Enabled": False}))


def test_destinations_that_cannot_partition_are_found() -> None:
    kdf059.finds(delivery(HttpEndpointDestinationConfiguration=processing(SPLIT)))


def test_both_pass_under_partitioning() -> None:
    kdf059.passes(s3(**processing(SPLIT, KEYS), **PARTITIONING))


def test_iceberg_does_not_apply() -> None:
    kdf059.passes(delivery(IcebergDestinationConfiguration=processing(KEYS)))


def test_partitioning_that_a_parameter_switches_is_undecided() -> None:
    kdf059.undecided(s3(**processing(KEYS), DynamicPartitioningConfiguration={"Enabled": UNKNOWN}))
