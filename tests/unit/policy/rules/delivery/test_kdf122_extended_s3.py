from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf122 = RuleCase("KDF122")


def test_the_older_form_is_found() -> None:
    kdf122.finds(delivery(S3DestinationConfiguration={"Prefix": UNKNOWN}))


def test_the_extended_form_passes() -> None:
    kdf122.passes(delivery(ExtendedS3DestinationConfiguration={}))


def test_other_destinations_do_not_apply() -> None:
    kdf122.passes(delivery(SplunkDestinationConfiguration={"S3Configuration": {}}))
