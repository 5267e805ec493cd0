from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery, processing, s3

kdf053 = RuleCase("KDF053")


def test_no_processors_are_found_absent_or_empty() -> None:
    kdf053.finds(s3(**processing()))
    kdf053.finds(delivery(SplunkDestinationConfiguration={"ProcessingConfiguration": {"Enabled": True}}))


def test_a_processor_passes() -> None:
    kdf053.passes(s3(**processing(("AppendDelimiterToRecord", {}))))


def test_processing_that_is_not_enabled_does_not_apply() -> None:
    kdf053.passes(s3(**processing(Enabled=False)))
    kdf053.passes(s3(ProcessingConfiguration={"Processors": []}))
    kdf053.passes(s3())


def test_processing_that_a_parameter_switches_is_undecided() -> None:
    kdf053.undecided(s3(**processing(Enabled=UNKNOWN)))
