from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import LAMBDA, UNKNOWN, processing, s3

kdf056 = RuleCase("KDF056")


@pytest.mark.parametrize("name", ["BufferSizeInMBs", "BufferIntervalInSeconds"])
def test_one_without_the_other_is_found(name: str) -> None:
    assert kdf056.finds(s3(**processing(("Lambda", {"LambdaArn": LAMBDA, name: "2"})))).given == name


def test_both_or_none_pass_known_or_not() -> None:
    both = {"LambdaArn": LAMBDA, "BufferSizeInMBs": UNKNOWN, "BufferIntervalInSeconds": UNKNOWN}
    kdf056.passes(s3(**processing(("Lambda", both))))
    kdf056.passes(s3(**processing(("Lambda", {"LambdaArn": LAMBDA}))))


def test_other_processors_do_not_apply() -> None:
    kdf056.passes(s3(**processing(("AppendDelimiterToRecord", {"BufferSizeInMBs": "1"}))))


def test_processing_that_a_parameter_switches_is_undecided() -> None:
    kdf056.undecided(s3(**processing(("Lambda", {"BufferSizeInMBs": "1"}), Enabled=UNKNOWN)))
