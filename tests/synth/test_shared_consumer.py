from __future__ import annotations

import json

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from constructs_lib.cdk import DataStream
from constructs_lib.cdk.consumers import SharedConsumer
from constructs_lib.policy import check
from tests.synth.parts import comparable, only, resources

POLICY = "AWS::Kinesis::ResourcePolicy"
PARTNER = iam.AccountPrincipal("222233334444")


def shared(stack, **options):
    stream = DataStream(stack, "Stream", key=kms.Key(stack, "Key", enable_key_rotation=True))
    return SharedConsumer(stack, "Partner", stream=stream, **{"principals": [PARTNER], **options})


def policies(stack):
    found = [each["Properties"] for each in resources(stack).values() if each["Type"] == POLICY]
    return {each["ResourceArn"]["Fn::GetAtt"][1]: each for each in found}


def actions(policy):
    (statement,) = policy["ResourcePolicy"]["Statement"]
    return statement["Action"]


def test_readers_of_another_account_subscribe_to_the_consumer_and_see_the_shards(stack):
    shared(stack)
    found = policies(stack)
    assert actions(found["ConsumerARN"]) == ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"]
    assert actions(found["Arn"]) == ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:ListShards"]
    decrypting = only(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"][1:]
    assert [each["Action"] for each in decrypting] == ["kms:Decrypt"]


def test_what_was_checked_is_emitted(stack):
    built = shared(stack)
    assert comparable(policies(stack)["ConsumerARN"]) == comparable(built.resource_policy.properties)
    assert len(built.stream.registered_consumers) == 1


def test_the_name_may_be_given(stack):
    shared(stack, consumer_name="partner")
    assert only(stack, "AWS::Kinesis::StreamConsumer")["ConsumerName"] == "partner"


def test_a_stream_under_the_aws_managed_key_cannot_be_shared(stack):
    with pytest.raises(ValueError, match="give the stream a customer key with key="):
        SharedConsumer(stack, "Partner", stream=DataStream(stack, "Stream"), principals=[PARTNER])


@pytest.mark.parametrize(("principals", "said"), [([], "name at least one"), ([iam.AnyPrincipal()], "everybody could")])
def test_nobody_and_everybody_are_refused(stack, principals, said):
    with pytest.raises(ValueError, match=said):
        shared(stack, principals=principals)


def test_no_logical_id_has_changed(stack):
    shared(stack)
    assert {name: each["Type"] for name, each in resources(stack).items()} == {
        "Key961B73FD": "AWS::KMS::Key",
        "PartnerConsumer318B4269": "AWS::Kinesis::StreamConsumer",
        "PartnerConsumerPolicy829BAA40": "AWS::Kinesis::ResourcePolicy",
        "Stream790BDEE4": "AWS::Kinesis::Stream",
        "StreamPolicy1709D870": "AWS::Kinesis::ResourcePolicy",
    }


def test_other_packs_find_nothing(app, stack):
    shared(stack)
    template = {"Resources": resources(stack)}
    assert [str(each) for each in lint_all(json.dumps(template)) if each.rule.severity != "informational"] == []
    assert [each for each in check(template).findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []
