from __future__ import annotations

import pytest
from cases import RuleCase

iam042 = RuleCase("IAM042")


def test_a_role_that_may_not_send_is_found_at_the_destination() -> None:
    assert iam042.finds(iam042.rule.bad).property == "DestinationConfig.OnFailure.Destination"


@pytest.mark.parametrize(
    ("type", "destination", "action", "resource"),
    [
        ("AWS::SNS::Topic", "!Ref Failed", "sns:Publish", "!Ref Failed"),
        ("AWS::S3::Bucket", "!GetAtt Failed.Arn", "s3:PutObject", "!Sub '${Failed.Arn}/*'"),
    ],
)
def test_topics_and_buckets_have_actions_of_their_own(type: str, destination: str, action: str, resource: str) -> None:
    text = iam042.rule.good.replace("AWS::SQS::Queue", type).replace(
        "Destination: !GetAtt Failed.Arn", f"Destination: {destination}"
    )
    iam042.finds(text)
    iam042.passes(text.replace("'sqs:SendMessage', Resource: !GetAtt Failed.Arn", f"'{action}', Resource: {resource}"))


def test_an_imported_destination_of_another_service_does_not_apply() -> None:
    iam042.passes(iam042.rule.bad.replace("Destination: !GetAtt Failed.Arn", "Destination: 'kafka://a'"))


def test_an_unknown_grant_is_undecided() -> None:
    iam042.undecided(iam042.rule.good.replace("Resource: !GetAtt Failed.Arn", "Resource: !ImportValue queue"))
