from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.rules.glue.glu010_glue_names_for_iceberg import EXAMPLE

glu010 = RuleCase("GLU010")


def test_a_database_with_a_hyphen_is_found() -> None:
    finding = glu010.finds(EXAMPLE.format(name="retail-sales"))
    assert (finding.property or "").endswith("DestinationTableConfigurationList.0.DestinationDatabaseName")


def test_other_names_pass() -> None:
    glu010.passes(EXAMPLE.format(name="retail_sales.v1"))


def test_a_literal_name_is_the_bounds() -> None:
    glu010.passes(EXAMPLE.format(name="retail-sales").replace("!Ref Sales", "retail-sales"))


def test_a_name_that_is_not_known_is_undecided() -> None:
    glu010.undecided(EXAMPLE.format(name="!ImportValue name"))


def test_a_database_whose_name_the_deployment_makes_up_is_undecided() -> None:
    glu010.undecided(EXAMPLE.format(name="!Ref AWS::NoValue"))


def test_what_is_no_database_or_table_of_glue_is_not_judged() -> None:
    glu010.passes(EXAMPLE.format(name="retail-sales").replace("AWS::Glue::Database", "Custom::Database"))


def test_the_names_after_a_literal_one_are_checked_too() -> None:
    text = EXAMPLE.format(name="retail-sales")
    finding = glu010.finds(text.replace("List:\n", "List:\n          - {DestinationDatabaseName: a}\n"))
    assert (finding.property or "").endswith("List.1.DestinationDatabaseName")
