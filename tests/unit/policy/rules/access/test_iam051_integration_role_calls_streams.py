from __future__ import annotations

from cases import RuleCase

iam010, iam051 = RuleCase("IAM010"), RuleCase("IAM051")
CREDENTIALS = "Credentials: !GetAtt Role.Arn"


def test_the_action_of_the_uri_is_what_is_needed() -> None:
    assert "kinesis:PutRecord" in iam051.finds(iam051.rule.bad).message
    iam051.finds(iam051.rule.good.replace("kinesis:action/PutRecord", "firehose:action/PutRecord"))


def test_the_role_must_trust_api_gateway() -> None:
    iam010.passes(iam051.rule.good)
    iam010.finds(iam051.rule.good.replace("apigateway.amazonaws.com}", "lambda.amazonaws.com}"))


def test_a_grant_on_some_stream_may_be_the_right_one() -> None:
    iam051.passes(iam051.rule.good.replace("Resource: '*'", "Resource: !GetAtt Orders.Arn"))


def test_functions_and_the_callers_own_credentials_do_not_apply() -> None:
    iam051.passes(iam051.rule.bad.replace("kinesis:action/PutRecord", "lambda:path/a"))
    iam051.passes(iam051.rule.bad.replace(CREDENTIALS, "Credentials: 'arn:aws:iam::*:user/*'"))


def test_imported_credentials_are_undecided() -> None:
    iam051.undecided(iam051.rule.good.replace(CREDENTIALS, "Credentials: !ImportValue role"))
