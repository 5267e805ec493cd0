from __future__ import annotations

import pytest
from aws_cdk import CfnParameter
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Annotations, Match
from cdk_nag import AwsSolutionsChecks

from constructs_lib.cdk import DataStream, PollingConsumer, Provisioned, RecordDistribution
from constructs_lib.policy import InvalidProperties, check
from tests.synth.parts import STREAM, comparable, function, only, resources

POLICY = "AWS::Kinesis::ResourcePolicy"
ACCOUNT = "222233334444"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/reader"


@pytest.fixture
def stream(stack):
    return DataStream(stack, "Stream", key=kms.Key(stack, "Key", enable_key_rotation=True))


def statements(stack):
    return only(stack, POLICY)["ResourcePolicy"]["Statement"]


def key_actions(stack):
    return [each["Action"] for each in only(stack, "AWS::KMS::Key")["KeyPolicy"]["Statement"][1:]]


def test_another_account_may_read_and_decrypt(stack, stream):
    stream.share_reading(iam.AccountPrincipal(ACCOUNT))
    (statement,) = statements(stack)
    assert statement["Action"] == [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ]
    assert statement["Resource"] == {"Fn::GetAtt": ["Stream790BDEE4", "Arn"]}
    assert key_actions(stack) == ["kms:Decrypt"]


def test_another_account_may_write_and_encrypt(stack, stream):
    stream.share_writing(iam.AccountPrincipal(ACCOUNT))
    assert {"kinesis:PutRecord", "kinesis:PutRecords"} <= set(statements(stack)[0]["Action"])
    assert key_actions(stack) == ["kms:GenerateDataKey"]


def test_readers_and_writers_stand_in_one_policy_and_what_was_checked_is_emitted(stack, stream):
    stream.share_reading(iam.ArnPrincipal(ROLE), iam.AccountPrincipal(ACCOUNT))
    stream.share_writing(iam.ArnPrincipal(ROLE))
    assert len(statements(stack)) == 2
    assert comparable(only(stack, POLICY)) == comparable(stream.resource_policy.properties)


def test_a_stream_under_the_aws_managed_key_cannot_be_shared(stack):
    stream = DataStream(stack, "Stream")
    with pytest.raises(ValueError, match="give the stream a customer key with key="):
        stream.share_reading(iam.AccountPrincipal(ACCOUNT))


def test_everybody_is_refused(stack, stream):
    with pytest.raises(ValueError, match="everybody could use the stream"):
        stream.share_reading(iam.AnyPrincipal())


def test_an_organization_may_read(stack, stream):
    stream.share_reading(iam.OrganizationPrincipal("o-12345abcde"))
    assert statements(stack)[0]["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-12345abcde"}}


def test_nobody_is_refused(stack, stream):
    with pytest.raises(ValueError, match="name at least one principal"):
        stream.share_writing()


def test_an_imported_key_is_told_what_its_policy_must_allow(stack):
    key = kms.Key.from_key_arn(stack, "Key", f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/abc")
    DataStream(stack, "Stream", key=key).share_reading(iam.AccountPrincipal(ACCOUNT))
    Annotations.from_stack(stack).has_warning("/Pipeline/Stream", Match.string_like_regexp("allow them kms:Decrypt"))


def test_an_account_that_is_a_parameter_may_read(stack, stream):
    stream.share_reading(iam.AccountPrincipal(CfnParameter(stack, "Account").value_as_string))
    assert {"Ref": "Account"} in statements(stack)[0]["Principal"]["AWS"]["Fn::Join"][1]


def test_other_packs_find_nothing_in_a_shared_stream(app, stack, stream):
    stream.share_reading(iam.AccountPrincipal(ACCOUNT))
    findings = check({"Resources": resources(stack)}).findings
    assert [each for each in findings if each.severity != "info"] == []
    assert [each.rule_name for each in AwsSolutionsChecks().validate_scope(app).violations] == []


def test_records_may_be_spread_evenly(stack):
    stream = DataStream(stack, "Stream", record_distribution=RecordDistribution.AUTO)
    assert only(stack, STREAM)["RecordDistributionStrategy"] == "AUTO"
    assert comparable(only(stack, STREAM)) == comparable(stream.definition.properties)


def test_even_distribution_over_a_fixed_number_of_shards_is_refused(stack):
    with pytest.raises(InvalidProperties, match="KDS011"):
        DataStream(stack, "Stream", mode=Provisioned(shards=2), record_distribution=RecordDistribution.AUTO)


@pytest.mark.parametrize("with_key", [False, True])
def test_an_imported_stream_stays_a_stream_for_everything_that_takes_one(stack, with_key):
    arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/flights"
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/abc") if with_key else None
    imported = DataStream.from_stream_attributes(stack, "Stream", stream_arn=arn, encryption_key=key)
    PollingConsumer(stack, "Archive", stream=imported, function=function(stack))
    statements = only(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    assert imported.stream_name == "flights"
    assert not isinstance(imported, kinesis.Stream)
    assert any("kms:Decrypt" in each["Action"] for each in statements) is with_key
