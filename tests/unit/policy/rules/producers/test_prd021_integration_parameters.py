from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import role

prd021 = RuleCase("PRD021")
GOOD = prd021.rule.good
ROLE = "\n" + "\n".join("  " + line for line in role("Role", service="lambda.amazonaws.com").splitlines()) + "\n"
OWN = GOOD.replace("arn:aws:iam::111122223333:role/api", "!GetAtt Role.Arn") + ROLE


def test_there_is_one_action_of_kinesis() -> None:
    assert prd021.finds(GOOD.replace("Kinesis-PutRecord", "Kinesis-PutRecords")).property == "IntegrationSubtype"


def test_the_payload_has_its_first_version() -> None:
    prd021.finds(GOOD.replace('"1.0"', '"2.0"'))


def test_integrations_with_other_services_do_not_apply() -> None:
    prd021.passes(prd021.rule.bad.replace("Kinesis-PutRecord", "SQS-SendMessage"))


def test_a_subtype_that_is_not_known_is_undecided() -> None:
    prd021.undecided(GOOD.replace("Kinesis-PutRecord", "!ImportValue subtype"))


def test_the_role_of_an_integration_is_one_of_api_gateway_that_may_put_a_record() -> None:
    assert RuleCase("IAM010").finds(OWN).property == "CredentialsArn"
    RuleCase("IAM050").finds(OWN)


def test_a_stream_that_the_request_chooses_is_not_judged() -> None:
    RuleCase("IAM050").passes(OWN.replace("StreamName: orders", "StreamName: $request.path.stream"))
