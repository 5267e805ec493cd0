from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import FUNCTION, LAMBDA, MAPPING, SOURCE, role, template
from constructs_lib.policy.rules.access.iam041_mapping_role_subscribes import CONSUMER, SUBSCRIBE, SUBSCRIBING

iam041 = RuleCase("IAM041")


def given(resource: str) -> str:
    return template(SOURCE, CONSUMER, FUNCTION, role("Role", SUBSCRIBE % resource, service=LAMBDA), SUBSCRIBING)


def test_a_grant_on_the_stream_is_not_one_on_the_consumer() -> None:
    assert iam041.finds(given("!GetAtt Source.Arn")).property == "FunctionName"


def test_every_way_to_name_the_consumer_passes() -> None:
    for resource in ("!Ref Fan", "!GetAtt Fan.ConsumerARN", "!Sub '${Source.Arn}/consumer/*'", "!Sub '${Source.Arn}*'"):
        iam041.passes(given(resource))


def test_the_name_of_the_consumer_ends_with_the_time_of_its_creation() -> None:
    iam041.passes(given("!Sub '${Source.Arn}/consumer/fan:*'"))
    iam041.finds(given("!Sub '${Source.Arn}/consumer/fan'"))
    iam041.finds(given("!Sub '${Source.Arn}/consumer/other:*'"))
    iam041.undecided(given("!Sub '${Source.Arn}/consumer/fan:1763683200'"))


def test_a_mapping_on_the_stream_does_not_apply() -> None:
    iam041.passes(template(SOURCE, FUNCTION, role("Role", service=LAMBDA), MAPPING))
