from __future__ import annotations

from cases import RuleCase
from deliveries import KEYS, LAMBDA, PARTITIONING, UNKNOWN, processing, s3

kdf110 = RuleCase("KDF110")

FUNCTION = ("Lambda", {"LambdaArn": LAMBDA})


def test_a_disabled_processing_configuration_makes_no_keys() -> None:
    rows = {**PARTITIONING, **processing(KEYS, Enabled=False)}
    assert "no processor" in kdf110.finds(s3(Prefix="x/", **rows)).message


def test_a_prefix_without_keys_or_no_prefix_is_found() -> None:
    for prefix in ({"Prefix": "x/"}, {}):
        kdf110.finds(s3(**PARTITIONING, **processing(KEYS), **prefix))


def test_only_a_function_makes_keys_but_the_prefix_uses_none_of_them() -> None:
    rows = {**PARTITIONING, **processing(FUNCTION)}
    kdf110.finds(s3(Prefix="!{partitionKeyFromQuery:carrier}/", **rows))
    kdf110.passes(s3(Prefix="!{partitionKeyFromLambda:carrier}/", **rows))


def test_without_partitioning_it_does_not_apply() -> None:
    kdf110.passes(s3(Prefix="x/", **processing(FUNCTION)))


def test_partitioning_that_a_parameter_switches_is_undecided() -> None:
    kdf110.undecided(s3(DynamicPartitioningConfiguration={"Enabled": UNKNOWN}, Prefix="x/"))
