from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, OBJECTS, role, template
from constructs_lib.policy.rules.access.iam036_delivery_role_reads_secret import ARN, DELIVERY, SECRET

iam036 = RuleCase("IAM036")


def test_the_finding_lies_on_the_role_of_the_secret() -> None:
    assert iam036.finds(iam036.rule.bad).property.endswith("SecretsManagerConfiguration.RoleARN")


def test_the_role_of_the_destination_counts_where_the_secret_has_none() -> None:
    iam036.finds(iam036.rule.bad.replace("Enabled: true, RoleARN: !GetAtt Role.Arn", "Enabled: true"))


def test_a_secret_that_is_not_used_does_not_apply() -> None:
    iam036.passes(iam036.rule.bad.replace("Enabled: true", "Enabled: false"))


def test_an_imported_secret_is_undecided() -> None:
    secret = 'SecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:splunk-abcdef"'
    iam036.undecided(iam036.rule.good.replace(secret, "SecretARN: !ImportValue secret"))


def test_a_secret_by_its_name_is_met_by_a_grant_with_placeholders_for_the_suffix() -> None:
    grant, named = "secret:splunk-??????", "secret:splunk"
    template = iam036.rule.good.replace("Resource: 'arn", "Resource: 'ARN").replace("secret:splunk-abcdef", named)
    template = template.replace("Resource: 'ARN", "Resource: 'arn").replace(f"{named}'}}", f"{grant}'}}")
    assert grant in template
    iam036.passes(template)


OWN = """
Own: {Type: AWS::SecretsManager::Secret}
Other: {Type: AWS::SecretsManager::Secret}
"""


def test_a_secret_of_the_app_is_the_one_that_is_referred_to() -> None:
    delivery = DELIVERY.replace(f'"{ARN}"', "!Ref Own")
    for granted in ("!Ref Own", "!GetAtt Own.Id", '!Sub "${Own}"', '"*"'):
        iam036.passes(template(BUCKET, OWN, role("Role", OBJECTS, SECRET.replace(f"'{ARN}'", granted)), delivery))
    iam036.finds(template(BUCKET, OWN, role("Role", OBJECTS, SECRET.replace(f"'{ARN}'", "!Ref Other")), delivery))
    by_name = "!Sub 'arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:own-*'"
    iam036.undecided(template(BUCKET, OWN, role("Role", OBJECTS, SECRET.replace(f"'{ARN}'", by_name)), delivery))
