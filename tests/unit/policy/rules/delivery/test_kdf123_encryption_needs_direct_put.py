from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf123 = RuleCase("KDF123")

ENCRYPTION = {"DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK"}}


@pytest.mark.parametrize("kind", ["KinesisStreamAsSource", "MSKAsSource"])
def test_encryption_of_a_delivery_stream_that_reads_is_found(kind: str) -> None:
    kdf123.finds(delivery(DeliveryStreamType=kind, **ENCRYPTION))


@pytest.mark.parametrize("kind", ["DirectPut", "DatabaseAsSource"])
def test_encryption_of_others_passes(kind: str) -> None:
    kdf123.passes(delivery(DeliveryStreamType=kind, **ENCRYPTION))
    kdf123.passes(delivery(**ENCRYPTION))


def test_without_encryption_it_does_not_apply() -> None:
    kdf123.passes(delivery(DeliveryStreamType=UNKNOWN))


def test_a_type_that_a_parameter_decides_is_undecided() -> None:
    kdf123.undecided(delivery(DeliveryStreamType=UNKNOWN, **ENCRYPTION))
