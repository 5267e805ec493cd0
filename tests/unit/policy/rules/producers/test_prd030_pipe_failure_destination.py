from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy import Severity
from constructs_lib.policy.rules.producers.prd030_pipe_failure_destination import piping

prd030 = RuleCase("PRD030")
QUEUE = "DeadLetterConfig: {Arn: 'arn:aws:sqs:us-east-1:111122223333:failed'}"


@pytest.mark.parametrize("limit", ["MaximumRetryAttempts: 0", "MaximumRecordAgeInSeconds: 3600"])
def test_records_that_nobody_keeps_are_found(limit: str) -> None:
    finding = prd030.finds(piping(limit))
    assert finding.severity is Severity.WARNING
    assert finding.property == "SourceParameters.KinesisStreamParameters.DeadLetterConfig"


@pytest.mark.parametrize("settings", ["BatchSize: 10", "MaximumRetryAttempts: -1", f"MaximumRetryAttempts: 3, {QUEUE}"])
def test_records_that_are_kept_or_never_given_up_pass(settings: str) -> None:
    prd030.passes(piping(settings))


@pytest.mark.parametrize(
    "arn", ["arn:aws:lambda:us-east-1:111122223333:function:a", "arn:aws:s3:::failed", "!GetAtt Orders.Arn"]
)
def test_another_kind_of_destination_is_refused(arn: str) -> None:
    finding = prd030.finds(piping(f"MaximumRetryAttempts: 3, DeadLetterConfig: {{Arn: {arn}}}"))
    assert finding.severity is Severity.ERROR


def test_a_pipe_of_a_queue_does_not_apply() -> None:
    queue = "arn:aws:sqs:us-east-1:111122223333:orders"
    prd030.passes(piping("MaximumRetryAttempts: 3").replace("!GetAtt Orders.Arn", queue))


def test_a_limit_that_is_not_known_is_undecided() -> None:
    prd030.undecided(piping("MaximumRetryAttempts: !ImportValue retries"))


def test_a_destination_that_is_not_known_says_nothing() -> None:
    prd030.passes(piping("MaximumRetryAttempts: 3, DeadLetterConfig: {Arn: !ImportValue queue}"))
