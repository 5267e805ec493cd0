from __future__ import annotations

from cases import RuleCase
from deliveries import KEYS, PARTITIONING, UNKNOWN, delivery, processing, s3

kdf111 = RuleCase("KDF111")

PREFIX = "!{partitionKeyFromQuery:carrier}/"


def test_keys_without_partitioning_are_found() -> None:
    assert "partitioning is off" in kdf111.finds(s3(Prefix=PREFIX)).message


def test_keys_of_a_destination_that_cannot_partition_are_found() -> None:
    kdf111.finds(delivery(SplunkDestinationConfiguration={"S3Configuration": {"Prefix": PREFIX}}))


def test_keys_without_their_processor_are_found() -> None:
    kdf111.finds(s3(Prefix="!{partitionKeyFromLambda:carrier}/", **PARTITIONING, **processing(KEYS)))


def test_keys_with_their_processor_pass() -> None:
    kdf111.passes(s3(Prefix=PREFIX, **PARTITIONING, **processing(KEYS)))


def test_a_prefix_without_keys_does_not_apply() -> None:
    kdf111.passes(s3(Prefix="orders/!{timestamp:yyyy}/"))


def test_partitioning_that_a_parameter_switches_is_undecided() -> None:
    kdf111.undecided(s3(Prefix=PREFIX, DynamicPartitioningConfiguration={"Enabled": UNKNOWN}))
