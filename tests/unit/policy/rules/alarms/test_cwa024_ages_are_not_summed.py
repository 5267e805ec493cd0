from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.alarms import example
from constructs_lib.policy.rules.alarms.cwa019_metric_math import EXAMPLE

cwa024 = RuleCase("CWA024")


def test_the_number_of_ages_says_no_more_than_their_sum() -> None:
    assert cwa024.finds(cwa024.rule.good.replace("Maximum", "SampleCount")).property == "Statistic"


def test_a_query_of_metric_math_has_its_own_statistic() -> None:
    math = EXAMPLE.format(returned="false")
    assert cwa024.finds(math.replace("Stat: Maximum", "Stat: Sum")).property == "Metrics.0.MetricStat.Stat"
    cwa024.passes(math)


def test_a_percentile_passes() -> None:
    cwa024.passes(cwa024.rule.good.replace("Statistic: Maximum", "ExtendedStatistic: p99"))


def test_bytes_are_summed() -> None:
    cwa024.passes(example(metric="IncomingBytes", dimensions="StreamName: a").replace("Maximum", "Sum"))


def test_a_statistic_that_is_not_known_is_undecided() -> None:
    cwa024.undecided(cwa024.rule.good.replace("Statistic: Maximum", "Statistic: !ImportValue statistic"))
