from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam027 = RuleCase("LAM027")
LARGE = "{ShardCount: 1, MaxRecordSizeInKiB: 4608}"


def test_records_that_do_not_fit_are_found() -> None:
    assert lam027.finds(example(stream=LARGE)).property == "DestinationConfig.OnFailure"
    lam027.finds(sam(stream=LARGE))


def test_a_failure_destination_passes() -> None:
    lam027.passes(example("DestinationConfig: {OnFailure: {Destination: 'arn:aws:s3:::failed'}}", stream=LARGE))


def test_records_that_fit_pass() -> None:
    lam027.passes(example(stream="{ShardCount: 1, MaxRecordSizeInKiB: 4607}"))
    lam027.passes(example())


def test_a_stream_outside_the_app_says_nothing() -> None:
    lam027.passes(example(source="!ImportValue orders"))


def test_a_size_that_is_not_known_is_undecided() -> None:
    lam027.undecided(example(stream="{ShardCount: 1, MaxRecordSizeInKiB: !ImportValue size}"))
