from __future__ import annotations

from cases import RuleCase

prd018 = RuleCase("PRD018")


def test_a_time_goes_with_at_timestamp() -> None:
    timed = prd018.rule.good.replace("LATEST", "AT_TIMESTAMP")
    assert prd018.finds(timed).property.endswith("StartingPositionTimestamp")
    prd018.passes(timed.replace("AT_TIMESTAMP}", "AT_TIMESTAMP, StartingPositionTimestamp: '1700000000'}"))


def test_settings_of_another_source_are_no_start() -> None:
    prd018.finds(
        prd018.rule.good.replace("KinesisStreamParameters: {StartingPosition: LATEST}", "SqsQueueParameters: {}")
    )


def test_a_queue_as_source_does_not_apply() -> None:
    prd018.passes(prd018.rule.bad.replace("!GetAtt Orders.Arn", "arn:aws:sqs:us-east-1:111122223333:a"))


def test_a_position_that_is_not_known_is_undecided() -> None:
    prd018.undecided(prd018.rule.good.replace("LATEST", "!ImportValue position"))
