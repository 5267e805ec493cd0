from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.channels import TO_S3, TO_TABLES, example

kdc210 = RuleCase("KDC210")


def test_two_destinations_are_found() -> None:
    kdc210.finds(example(TO_S3, TO_TABLES))


def test_no_destination_is_found() -> None:
    kdc210.finds(example("Tags: []"))


def test_one_destination_passes() -> None:
    kdc210.passes(example(TO_S3))
    kdc210.passes(example(TO_TABLES))


def test_a_destination_that_is_not_known_is_one() -> None:
    kdc210.passes(example("S3DestinationConfiguration: !ImportValue destination"))
