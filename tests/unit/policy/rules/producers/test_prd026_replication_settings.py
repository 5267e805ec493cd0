from __future__ import annotations

from cases import RuleCase

prd026 = RuleCase("PRD026")
STREAM_ARN, ROLE = "StreamArn: !GetAtt Orders.Arn", ", ServiceAccessRoleArn: !GetAtt Role.Arn"


def test_the_finding_names_what_is_missing() -> None:
    assert prd026.finds(prd026.rule.bad).property == "KinesisSettings.ServiceAccessRoleArn"
    without_stream = prd026.rule.good.replace(f"{STREAM_ARN}, ", "")
    assert prd026.finds(without_stream).property == "KinesisSettings.StreamArn"


def test_settings_that_are_missing_as_a_whole_are_two_findings() -> None:
    without = prd026.rule.good.replace(f"KinesisSettings: {{{STREAM_ARN}{ROLE}}}", "KmsKeyId: alias/dms")
    assert len(prd026.run(without).findings) == 2


def test_attributes_of_the_connection_may_hold_them() -> None:
    prd026.passes(prd026.rule.bad.replace("EngineName", "ExtraConnectionAttributes: a=b\n      EngineName"))


def test_an_endpoint_of_a_database_needs_neither() -> None:
    prd026.passes(prd026.rule.bad.replace("EngineName: kinesis", "EngineName: postgres"))


def test_an_engine_that_is_not_known_is_undecided() -> None:
    prd026.undecided(prd026.rule.bad.replace("EngineName: kinesis", "EngineName: !ImportValue engine"))
