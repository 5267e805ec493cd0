from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf121 = RuleCase("KDF121")


def test_two_destinations_are_found_also_two_to_s3() -> None:
    kdf121.finds(delivery(S3DestinationConfiguration={}, ExtendedS3DestinationConfiguration={}))
    kdf121.finds(delivery(SplunkDestinationConfiguration={}, ExtendedS3DestinationConfiguration={}))


def test_no_destination_is_found() -> None:
    kdf121.finds(delivery())


def test_one_destination_passes_even_one_that_is_unknown_inside() -> None:
    kdf121.passes(delivery(S3DestinationConfiguration={}))
    kdf121.passes(delivery(IcebergDestinationConfiguration=UNKNOWN))


def test_a_destination_that_is_no_value_does_not_count() -> None:
    nothing = {"Ref": "AWS::NoValue"}
    kdf121.passes(delivery(S3DestinationConfiguration=nothing, ExtendedS3DestinationConfiguration={}))
