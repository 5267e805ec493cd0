from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf124 = RuleCase("KDF124")


def encryption(**block: object) -> str:
    return delivery(DeliveryStreamEncryptionConfigurationInput=block)


def test_a_customer_managed_key_without_its_name_is_found() -> None:
    kdf124.finds(encryption(KeyType="CUSTOMER_MANAGED_CMK"))


def test_a_name_for_a_key_that_aws_owns_is_found() -> None:
    kdf124.finds(encryption(KeyType="AWS_OWNED_CMK", KeyARN=UNKNOWN))


def test_pairs_that_fit_pass() -> None:
    kdf124.passes(encryption(KeyType="CUSTOMER_MANAGED_CMK", KeyARN=UNKNOWN))
    kdf124.passes(encryption(KeyType="AWS_OWNED_CMK"))


def test_without_encryption_it_does_not_apply() -> None:
    kdf124.passes(delivery())


def test_a_type_that_a_parameter_decides_is_undecided() -> None:
    kdf124.undecided(encryption(KeyType=UNKNOWN))
