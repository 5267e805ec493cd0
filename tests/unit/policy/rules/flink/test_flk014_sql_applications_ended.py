from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.flink.flk014_sql_applications_ended import EXAMPLE

flk014 = RuleCase("FLK014")
FIRST = "Resources: {Count: {Type: AWS::KinesisAnalytics::Application, Properties: {ApplicationCode: SELECT}}}"


def test_an_application_for_sql_is_found_in_both_versions() -> None:
    assert flk014.finds(EXAMPLE.format(runtime="SQL-1_0")).property == "RuntimeEnvironment"
    assert flk014.finds(FIRST).resource == "Count"


def test_an_application_on_flink_passes() -> None:
    flk014.passes(EXAMPLE.format(runtime="FLINK-1_20"))


def test_a_runtime_that_is_not_known_is_undecided() -> None:
    flk014.undecided(EXAMPLE.format(runtime="!ImportValue runtime"))
