from __future__ import annotations

from cases import RuleCase

iam033 = RuleCase("IAM033")


def test_a_role_without_glue_is_refused() -> None:
    finding = iam033.finds(iam033.rule.bad)
    assert finding.property.endswith("SchemaConfiguration.RoleARN")
    assert finding.severity.value == "error"


def test_a_grant_on_some_table_is_undecided() -> None:
    table = "'arn:aws:glue:us-east-1:111122223333:table/shop/orders'"
    iam033.undecided(iam033.rule.good.replace("Resource: '*'", f"Resource: {table}"))


def test_a_conversion_that_is_off_does_not_apply() -> None:
    off = "DataFormatConversionConfiguration:\n          Enabled: false"
    iam033.passes(iam033.rule.bad.replace("DataFormatConversionConfiguration:", off))
