from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf120 = RuleCase("KDF120")

BLOCKS = {
    "KinesisStreamAsSource": "KinesisStreamSourceConfiguration",
    "MSKAsSource": "MSKSourceConfiguration",
    "DatabaseAsSource": "DatabaseSourceConfiguration",
    "DirectPut": "DirectPutSourceConfiguration",
}


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_source_that_the_type_names_passes(kind: str) -> None:
    kdf120.passes(delivery(**{"DeliveryStreamType": kind, BLOCKS[kind]: {}}))


@pytest.mark.parametrize("kind", [kind for kind in BLOCKS if kind != "DirectPut"])
def test_a_type_without_its_source_is_found(kind: str) -> None:
    assert kdf120.finds(delivery(DeliveryStreamType=kind)).property == BLOCKS[kind]


@pytest.mark.parametrize("kind", [kind for kind in BLOCKS if kind != "DirectPut"])
def test_a_source_without_its_type_is_found(kind: str) -> None:
    kdf120.finds(delivery(**{BLOCKS[kind]: {}}))
    assert kdf120.finds(delivery(**{BLOCKS[kind]: {}, "DeliveryStreamType": "DirectPut"})).resource == "Delivery"


def test_a_throughput_hint_for_a_stream_is_found() -> None:
    blocks = {BLOCKS["KinesisStreamAsSource"]: {}, BLOCKS["DirectPut"]: {}}
    kdf120.finds(delivery(DeliveryStreamType="KinesisStreamAsSource", **blocks))


def test_direct_put_needs_no_source() -> None:
    kdf120.passes(delivery())
    kdf120.passes(delivery(DeliveryStreamType="DirectPut"))


def test_a_type_that_a_parameter_decides_is_undecided() -> None:
    kdf120.undecided(delivery(DeliveryStreamType=UNKNOWN))
