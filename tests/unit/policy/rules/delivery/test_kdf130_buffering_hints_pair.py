from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, s3

kdf130 = RuleCase("KDF130")

HALF = {"BufferingHints": {"SizeInMBs": 5}}


def test_one_hint_without_the_other_is_found_wherever_objects_are_written() -> None:
    kdf130.finds(s3(**HALF))
    kdf130.finds(s3(BufferingHints={"IntervalInSeconds": 60}))
    kdf130.finds(s3(S3BackupConfiguration=HALF))
    kdf130.finds(delivery(HttpEndpointDestinationConfiguration=HALF))
    kdf130.finds(delivery(SplunkDestinationConfiguration={"S3Configuration": HALF}))


def test_both_or_none_pass_known_or_not() -> None:
    kdf130.passes(s3(BufferingHints={"SizeInMBs": UNKNOWN, "IntervalInSeconds": UNKNOWN}))
    kdf130.passes(s3(BufferingHints={}))


def test_destinations_that_say_nothing_about_pairs_do_not_apply() -> None:
    kdf130.passes(delivery(SplunkDestinationConfiguration=HALF))
    kdf130.passes(delivery(AmazonopensearchserviceDestinationConfiguration=HALF))
