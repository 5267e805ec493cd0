from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.examples.access import BUCKET, role, template
from constructs_lib.policy.rules.access.iam032_delivery_role_invokes_transform import DELIVERY, FUNCTION

iam032 = RuleCase("IAM032")


def given(resource: str, arn: str = "!GetAtt Transform.Arn") -> str:
    statement = f"{{Effect: Allow, Action: 'lambda:InvokeFunction', Resource: {resource}}}"
    return template(BUCKET, FUNCTION, role("Role", statement), DELIVERY.replace("!GetAtt Transform.Arn", arn))


@pytest.mark.parametrize("resource", ["!GetAtt Transform.Arn", "!Sub '${Transform.Arn}:*'", "'*'"])
@pytest.mark.parametrize("arn", ["!GetAtt Transform.Arn", "!Sub '${Transform.Arn}:$LATEST'"])
def test_a_grant_with_or_without_a_qualifier_passes(resource: str, arn: str) -> None:
    iam032.passes(given(resource, arn))


def test_a_grant_on_another_function_is_found() -> None:
    assert iam032.finds(given("'arn:aws:sqs:us-east-1:111122223333:a'")).severity.value == "warning"


def test_a_function_outside_the_app_is_checked_by_its_arn() -> None:
    arn = "arn:aws:lambda:us-west-2:111122223333:function:clean"
    iam032.passes(given(f"'{arn}*'", arn))
    iam032.finds(given(f"'{arn}-other'", arn))


def test_an_imported_function_is_undecided() -> None:
    iam032.undecided(given("!GetAtt Transform.Arn", "!ImportValue transform"))


def test_processing_that_is_off_does_not_apply() -> None:
    iam032.passes(iam032.rule.bad.replace("Enabled: true", "Enabled: false"))


VERSION = "Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Transform}}"


def test_a_version_is_granted_by_itself_or_with_all_qualifiers_and_not_with_the_bare_function() -> None:
    def with_version(resource: str) -> str:
        return given(resource, "!Ref Version") + "\n  " + VERSION

    iam032.passes(with_version("!Ref Version"))
    iam032.passes(with_version("!Sub '${Transform.Arn}:*'"))
    iam032.finds(with_version("!GetAtt Transform.Arn"))


def test_the_role_of_the_processor_calls_the_function_where_it_has_one() -> None:
    own = "{ParameterName: RoleArn, ParameterValue: !GetAtt Caller.Arn}, {ParameterName: LambdaArn"
    calling = "{Effect: Allow, Action: 'lambda:InvokeFunction', Resource: !GetAtt Transform.Arn}"
    delivery = DELIVERY.replace("{ParameterName: LambdaArn", own)
    iam032.passes(template(BUCKET, FUNCTION, role("Role"), role("Caller", calling), delivery))
    iam032.finds(template(BUCKET, FUNCTION, role("Role", calling), role("Caller"), delivery))
    RuleCase("IAM010").finds(
        template(BUCKET, FUNCTION, role("Role"), role("Caller", service="a.amazonaws.com"), delivery)
    )
