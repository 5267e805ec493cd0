from __future__ import annotations

from cases import RuleCase

iam037 = RuleCase("IAM037")


def test_the_finding_lies_on_the_role_of_the_block_that_logs() -> None:
    assert iam037.finds(iam037.rule.bad).property == "ExtendedS3DestinationConfiguration.RoleARN"


def test_a_grant_on_the_streams_of_the_group_passes() -> None:
    iam037.passes(
        iam037.rule.good.replace("!GetAtt Group.Arn", "!Sub 'arn:aws:logs:*:*:log-group:${Group}:log-stream:*'")
    )


def test_a_grant_on_the_group_without_its_streams_is_found() -> None:
    iam037.finds(iam037.rule.good.replace("!GetAtt Group.Arn", "!Sub 'arn:aws:logs:*:*:log-group:${Group}'"))


def test_logging_that_is_off_does_not_apply() -> None:
    iam037.passes(iam037.rule.bad.replace("Enabled: true", "Enabled: false"))


def test_a_group_that_is_not_known_is_undecided() -> None:
    iam037.undecided(iam037.rule.good.replace("LogGroupName: !Ref Group", "LogGroupName: !ImportValue group"))


def test_a_grant_on_the_very_stream_passes_and_on_another_does_not() -> None:
    granted = "!Sub 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:log-stream:delivery'"
    text = iam037.rule.good.replace("!GetAtt Group.Arn", granted)
    iam037.passes(text)
    iam037.finds(text.replace("log-stream:delivery", "log-stream:backup"))
