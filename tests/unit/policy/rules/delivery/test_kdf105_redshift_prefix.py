from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, s3

kdf105 = RuleCase("KDF105")


def redshift(**block: object) -> str:
    return delivery(RedshiftDestinationConfiguration={"S3Configuration": block})


def test_expressions_are_found() -> None:
    kdf105.finds(redshift(Prefix="stage/!{firehose:random-string}/"))


def test_an_error_prefix_is_found_known_or_not() -> None:
    kdf105.finds(redshift(Prefix="stage/", ErrorOutputPrefix="failed/"))
    kdf105.finds(redshift(Prefix="stage/", ErrorOutputPrefix=UNKNOWN))


def test_a_plain_prefix_passes() -> None:
    kdf105.passes(redshift(Prefix="stage/", ErrorOutputPrefix=""))


def test_other_destinations_do_not_apply() -> None:
    kdf105.passes(s3(Prefix="!{timestamp:yyyy}/", ErrorOutputPrefix="failed/"))


def test_an_unknown_prefix_is_undecided() -> None:
    kdf105.undecided(redshift(Prefix=UNKNOWN))


def test_a_bucket_that_is_known_only_at_deployment_is_undecided() -> None:
    kdf105.undecided(delivery(RedshiftDestinationConfiguration={"S3Configuration": UNKNOWN}))
