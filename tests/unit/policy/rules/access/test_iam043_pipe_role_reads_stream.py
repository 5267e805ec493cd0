from __future__ import annotations

from cases import RuleCase

iam043 = RuleCase("IAM043")


def test_everything_that_is_missing_is_named_at_once() -> None:
    finding = iam043.finds(iam043.rule.bad)
    assert finding.property == "RoleArn"
    assert "kinesis:GetRecords, kinesis:GetShardIterator, kinesis:DescribeStream" in finding.message


def test_a_queue_as_source_does_not_apply() -> None:
    iam043.passes(iam043.rule.bad.replace("Source: !GetAtt Source.Arn", "Source: 'arn:aws:sqs:us-east-1:1:a'"))


def test_an_imported_role_or_source_is_undecided() -> None:
    iam043.undecided(iam043.rule.good.replace("RoleArn: !GetAtt Role.Arn", "RoleArn: !ImportValue role"))
    iam043.undecided(iam043.rule.bad.replace("Source: !GetAtt Source.Arn", "Source: !ImportValue stream"))
