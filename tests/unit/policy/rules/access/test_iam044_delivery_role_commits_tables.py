from __future__ import annotations

from cases import RuleCase

iam044 = RuleCase("IAM044")


def test_the_finding_lies_on_the_role_of_the_destination() -> None:
    assert iam044.finds(iam044.rule.bad).property == "IcebergDestinationConfiguration.RoleARN"


def test_reading_a_table_without_updating_it_is_found() -> None:
    assert "UpdateTable" in iam044.finds(iam044.rule.good.replace(", 'glue:UpdateTable'", "")).message


def test_another_destination_does_not_apply() -> None:
    iam044.passes(iam044.rule.bad.replace("IcebergDestinationConfiguration", "ExtendedS3DestinationConfiguration"))


def test_an_imported_policy_is_undecided() -> None:
    iam044.undecided(
        iam044.rule.bad.replace("      Policies:", "      ManagedPolicyArns: [!ImportValue a]\n      Policies:")
    )


def test_a_named_table_is_looked_up_at_creation() -> None:
    table = "DestinationTableConfigurationList: [{DestinationDatabaseName: lake, DestinationTableName: orders}]"
    named = iam044.rule.bad.replace("CatalogConfiguration:", f"{table}\n        CatalogConfiguration:")
    assert iam044.finds(named).severity == "error"
    assert iam044.finds(iam044.rule.bad).severity == "warning"
