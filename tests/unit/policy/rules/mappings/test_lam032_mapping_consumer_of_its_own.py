from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.mappings.lam032_mapping_consumer_of_its_own import EXAMPLE

lam032 = RuleCase("LAM032")


def test_a_second_mapping_of_a_consumer_is_found() -> None:
    assert lam032.finds(EXAMPLE.format(consumer="Reader")).resource == "Second"


def test_a_consumer_for_each_mapping_passes() -> None:
    lam032.passes(EXAMPLE.format(consumer="Another"))


def test_mappings_that_share_the_stream_pass() -> None:
    lam032.passes(EXAMPLE.format(consumer="Reader").replace("!Ref Reader", "!GetAtt Reader.StreamARN"))


def test_a_literal_source_passes() -> None:
    arn = "arn:aws:kinesis:us-east-1:111122223333:stream/orders"
    lam032.passes(EXAMPLE.format(consumer="Reader").replace("!Ref Reader", arn))


def test_a_mapping_that_is_off_takes_nothing_from_another() -> None:
    off = "Enabled: false, StartingPosition"
    lam032.passes(EXAMPLE.format(consumer="Reader").replace("StartingPosition", off, 1))
    lam032.passes(off.join(EXAMPLE.format(consumer="Reader").rsplit("StartingPosition", 1)))
