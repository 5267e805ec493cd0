from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.resource_policies import example

kds017 = RuleCase("KDS017")


def test_wildcards_and_other_services_are_found() -> None:
    for action in ('"kinesis:*"', '"*"', '"kinesis:Get*"', "firehose:PutRecord"):
        kds017.finds(example(action=action))


def test_single_actions_pass() -> None:
    kds017.passes(example(action="[kinesis:GetRecords, kinesis:PutRecords]"))


def test_an_action_that_is_not_known_is_undecided() -> None:
    kds017.undecided(example(action="!ImportValue action"))
