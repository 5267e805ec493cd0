from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, processing, s3

kdf054 = RuleCase("KDF054")

APPEND = ("AppendDelimiterToRecord", {})


def test_processors_without_enabled_are_found() -> None:
    block = processing(APPEND)["ProcessingConfiguration"]
    del block["Enabled"]
    assert kdf054.finds(s3(ProcessingConfiguration=block)).severity == "warning"


def test_processors_that_are_switched_off_in_so_many_words_are_advice() -> None:
    assert kdf054.finds(s3(**processing(APPEND, Enabled=False))).severity == "info"


def test_enabled_processors_pass_and_so_does_disabled_nothing() -> None:
    kdf054.passes(s3(**processing(APPEND)))
    kdf054.passes(s3(ProcessingConfiguration={"Enabled": False}))


def test_without_processing_it_does_not_apply() -> None:
    kdf054.passes(s3())


def test_processing_that_a_parameter_switches_is_undecided() -> None:
    kdf054.undecided(s3(**processing(APPEND, Enabled=UNKNOWN)))
