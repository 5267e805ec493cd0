from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.alarms.cwa019_metric_math import EXAMPLE

cwa019 = RuleCase("CWA019")
GOOD = EXAMPLE.format(returned="false")


def test_a_query_returns_data_unless_it_says_no() -> None:
    assert cwa019.finds(GOOD.replace("          ReturnData: false\n", "")).property == "Metrics"
    cwa019.finds(GOOD.replace(", ReturnData: true", ", ReturnData: false"))


@pytest.mark.parametrize(
    "expression", ["age / 1e3", "IF(age > 5, age, 0)", "FILL(age, 0)", "MAX(METRICS('bytes'))", "[age, age]"]
)
def test_functions_numbers_and_texts_are_no_ids(expression: str) -> None:
    cwa019.passes(GOOD.replace("Expression: age / 1000", f'Expression: "{expression}"'))


@pytest.mark.parametrize("expression", ["ages / 1000", "age / m2", "SEARCH('{AWS/Kinesis,StreamName}', 'Sum', 60)"])
def test_an_unknown_id_or_a_search_is_refused(expression: str) -> None:
    assert cwa019.finds(GOOD.replace("Expression: age / 1000", f'Expression: "{expression}"')).property.endswith(
        "Expression"
    )


def test_an_id_is_given_once() -> None:
    cwa019.finds(GOOD.replace("Id: seconds", "Id: age"))


def test_an_anomaly_band_comes_beside_its_metric() -> None:
    cwa019.passes(EXAMPLE.format(returned="true") + "      ThresholdMetricId: seconds\n")


def test_a_single_metric_does_not_apply() -> None:
    cwa019.passes(RuleCase("CWA015").rule.good)


def test_queries_that_are_not_known_are_undecided() -> None:
    cwa019.undecided(GOOD.replace("ReturnData: false", "ReturnData: !ImportValue returned"))
