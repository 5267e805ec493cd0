from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, s3

kdf131 = RuleCase("KDF131")


def test_enabled_logging_without_names_is_found_in_every_block() -> None:
    half = {"CloudWatchLoggingOptions": {"Enabled": True, "LogGroupName": UNKNOWN}}
    assert kdf131.finds(s3(**half)).given == "no LogStreamName"
    kdf131.finds(delivery(SplunkDestinationConfiguration=half))
    kdf131.finds(delivery(SplunkDestinationConfiguration={"S3Configuration": half}))


def test_both_names_pass_and_so_does_disabled_logging() -> None:
    kdf131.passes(s3(CloudWatchLoggingOptions={"Enabled": True, "LogGroupName": "g", "LogStreamName": UNKNOWN}))
    kdf131.passes(s3(CloudWatchLoggingOptions={"Enabled": False}))
    kdf131.passes(s3(CloudWatchLoggingOptions={}))


def test_without_logging_it_does_not_apply() -> None:
    kdf131.passes(s3())


def test_logging_that_a_parameter_switches_is_undecided() -> None:
    kdf131.undecided(s3(CloudWatchLoggingOptions={"Enabled": UNKNOWN}))
