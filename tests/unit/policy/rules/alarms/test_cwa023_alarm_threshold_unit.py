from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example

cwa023 = RuleCase("CWA023")
FRESHNESS = example(
    metric="DeliveryToS3.DataFreshness", dimensions="DeliveryStreamName: delivery", namespace="AWS/Firehose"
)


def test_freshness_is_in_seconds() -> None:
    assert cwa023.finds(FRESHNESS.replace("Threshold: 60000", "Threshold: 900000")).property == "Threshold"
    cwa023.passes(FRESHNESS.replace("Threshold: 60000", "Threshold: 900"))


def test_the_age_of_a_function_is_in_milliseconds() -> None:
    age = example(metric="IteratorAge", dimensions="FunctionName: watch", namespace="AWS/Lambda")
    cwa023.finds(age.replace("Threshold: 60000", "Threshold: 300"))
    cwa023.passes(age)


def test_any_age_at_all_is_a_threshold() -> None:
    for threshold in (0, 1):
        cwa023.passes(cwa023.rule.good.replace("Threshold: 60000", f"Threshold: {threshold}"))


def test_other_metrics_do_not_apply() -> None:
    cwa023.passes(
        example(metric="IncomingBytes", dimensions="StreamName: a").replace("Threshold: 60000", "Threshold: 60")
    )


def test_a_threshold_that_is_not_known_is_undecided() -> None:
    cwa023.undecided(cwa023.rule.good.replace("Threshold: 60000", "Threshold: !ImportValue threshold"))
