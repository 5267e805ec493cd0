from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import FUNCTION, LAMBDA, MAPPING, READ_MAPPED, SOURCE, role, template
from constructs_lib.policy.rules.access.iam021_mapping_waits_for_policies import POLICY

iam021 = RuleCase("IAM021")
ROLE = role("Role", service=LAMBDA)


def test_a_policy_beside_the_mapping_races_it() -> None:
    finding = iam021.finds(template(SOURCE, FUNCTION, ROLE, POLICY, MAPPING))
    assert (finding.resource, finding.property) == ("Mapping", "DependsOn")


def test_a_function_that_waits_orders_its_mapping() -> None:
    function = FUNCTION.replace("  Properties:", "  DependsOn: Reading\n  Properties:")
    iam021.passes(template(SOURCE, function, ROLE, POLICY, MAPPING))


def test_an_inline_policy_does_not_race() -> None:
    iam021.passes(template(SOURCE, FUNCTION, role("Role", READ_MAPPED, service=LAMBDA), POLICY, MAPPING))


def test_a_mapping_on_a_queue_does_not_apply() -> None:
    queue = MAPPING.replace("!GetAtt Source.Arn", "arn:aws:sqs:us-east-1:111122223333:a")
    iam021.passes(template(SOURCE, FUNCTION, ROLE, POLICY, queue))


def test_a_source_that_is_not_known_is_undecided() -> None:
    mapping = MAPPING.replace("!GetAtt Source.Arn", "!ImportValue stream")
    iam021.undecided(template(SOURCE, FUNCTION, ROLE, POLICY, mapping))
