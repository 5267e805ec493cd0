from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.rules.access.iam033_conversion_role_reads_schema import DELIVERY, SCHEMA

iam033 = RuleCase("IAM033")


def test_a_role_without_glue_is_refused() -> None:
    finding = iam033.finds(iam033.rule.bad)
    assert finding.property.endswith("SchemaConfiguration.RoleARN")
    assert finding.severity.value == "error"


def test_a_grant_on_some_table_may_be_the_right_one() -> None:
    table = "'arn:aws:glue:us-east-1:111122223333:table/shop/orders'"
    iam033.passes(iam033.rule.good.replace("Resource: '*'", f"Resource: {table}"))


def test_a_conversion_that_is_off_does_not_apply() -> None:
    off = "DataFormatConversionConfiguration:\n          Enabled: false"
    iam033.passes(iam033.rule.bad.replace("DataFormatConversionConfiguration:", off))


def test_an_imported_role_is_undecided() -> None:
    schema = "SchemaConfiguration: {RoleARN: !GetAtt Role.Arn"
    iam033.undecided(iam033.rule.good.replace(schema, "SchemaConfiguration: {RoleARN: !ImportValue role"))


def test_a_denial_on_some_table_is_undecided() -> None:
    denial = "{Effect: Deny, Action: 'glue:*', Resource: 'arn:aws:glue:us-east-1:111122223333:table/a/b'}"
    iam033.undecided(template(BUCKET, role("Role", OBJECTS, SCHEMA, denial), DELIVERY))


def test_reading_the_table_without_its_versions_deploys_and_fails_later() -> None:
    template = RuleCase("IAM033").rule.good.replace(", 'glue:GetTableVersion', 'glue:GetTableVersions'", "")
    assert RuleCase("IAM033").finds(template).severity.value == "warning"
