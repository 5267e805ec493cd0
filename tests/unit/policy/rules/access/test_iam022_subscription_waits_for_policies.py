from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import role, template
from constructs_lib.policy.examples.producers import FILTER, PUT, STREAM
from constructs_lib.policy.rules.access.iam022_subscription_waits_for_policies import LOGS, POLICY

iam022 = RuleCase("IAM022")


def test_a_policy_beside_the_subscription_races_it() -> None:
    assert iam022.finds(template(STREAM, role("Role", service=LOGS), POLICY, FILTER)).property == "DependsOn"


def test_an_inline_policy_does_not_race() -> None:
    iam022.passes(template(STREAM, role("Role", PUT, service=LOGS), FILTER))


def test_a_function_as_destination_does_not_apply() -> None:
    subscription = FILTER.replace("!GetAtt Orders.Arn", "arn:aws:lambda:us-east-1:111122223333:function:a")
    iam022.passes(template(STREAM, role("Role", service=LOGS), POLICY, subscription))


def test_a_role_outside_the_app_does_not_apply() -> None:
    iam022.passes(template(STREAM, FILTER.replace("!GetAtt Role.Arn", "arn:aws:iam::111122223333:role/a")))
