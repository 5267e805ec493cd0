from __future__ import annotations

from cases import RuleCase
from deliveries import PARTITIONING, UNKNOWN, delivery, s3

kdf100 = RuleCase("KDF100")

EXPRESSION = "orders/!{timestamp:yyyy}/"


def test_an_expression_without_an_error_prefix_is_found() -> None:
    finding = kdf100.finds(s3(Prefix=EXPRESSION))
    assert finding.property == "ExtendedS3DestinationConfiguration.ErrorOutputPrefix"


def test_an_empty_error_prefix_is_none() -> None:
    kdf100.finds(s3(Prefix=EXPRESSION, ErrorOutputPrefix=""))


def test_an_expression_in_the_bucket_of_another_destination_or_of_a_backup_is_found() -> None:
    block = {"Prefix": EXPRESSION}
    kdf100.finds(delivery(SplunkDestinationConfiguration={"S3Configuration": block}))
    kdf100.finds(s3(S3BackupConfiguration=block))
    kdf100.finds(delivery(S3DestinationConfiguration=block))


def test_partitioning_needs_an_error_prefix_whatever_the_prefix() -> None:
    kdf100.finds(s3(Prefix="orders/", **PARTITIONING))


def test_a_plain_prefix_needs_none() -> None:
    kdf100.passes(s3(Prefix="orders/"))
    kdf100.passes(s3())


def test_an_error_prefix_that_is_known_only_at_deployment_is_one() -> None:
    kdf100.passes(s3(Prefix=EXPRESSION, ErrorOutputPrefix=UNKNOWN))


def test_redshift_does_not_apply() -> None:
    kdf100.passes(delivery(RedshiftDestinationConfiguration={"S3Configuration": {"Prefix": EXPRESSION}}))


def test_a_prefix_that_a_parameter_completes_is_undecided() -> None:
    kdf100.undecided(s3(Prefix={"Fn::Sub": "${Unknown}/"}))


def test_an_expression_beside_a_parameter_is_still_seen() -> None:
    kdf100.finds(s3(Prefix={"Fn::Sub": "${Unknown}/!{timestamp:yyyy}/"}))


def test_one_unknown_prefix_does_not_hide_another() -> None:
    results = kdf100.run(s3(Prefix=UNKNOWN, S3BackupConfiguration={"Prefix": EXPRESSION}))
    assert [finding.property for finding in results.findings] == [
        "ExtendedS3DestinationConfiguration.S3BackupConfiguration.ErrorOutputPrefix"
    ]
    assert len(results.undecided) == 1
