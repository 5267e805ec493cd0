"""Buckets of other accounts."""

from __future__ import annotations

import json

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from constructs_lib.cdk import (
    Backup,
    DeliveryStream,
    Endpoint,
    HttpEndpointDestination,
    S3Destination,
    SourceBackup,
)
from tests.synth.destinations import deliver
from tests.synth.parts import only
from tests.synth.writing import assert_clean

OWNER = "444455556666"
KEY = "arn:aws:kms:eu-west-1:444455556666:key/abc"


@pytest.fixture
def lake(stack):
    key = kms.Key.from_key_arn(stack, "LakeKey", KEY)
    return s3.Bucket.from_bucket_attributes(stack, "Lake", bucket_name="their-lake", account=OWNER, encryption_key=key)


def role_statements(stack):
    return [
        each
        for each in only(stack, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
        if "their-lake" in json.dumps(each["Resource"])
    ]


def outputs(stack):
    return Template.from_stack(stack).to_json().get("Outputs", {})


def test_the_role_writes_only_while_the_account_owns_the_bucket(stack, lake):
    deliver(stack, S3Destination(bucket=lake, prefix="flights/"))
    conditions = [each["Condition"] for each in role_statements(stack)]
    assert conditions == [{"StringEquals": {"s3:ResourceAccount": OWNER}}] * 2
    (objects,) = [each for each in role_statements(stack) if "s3:PutObject" in each["Action"]]
    assert "s3:PutObjectAcl" in objects["Action"]


def test_the_owner_is_told_the_bucket_policy_in_an_output(stack, lake):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination(bucket=lake, prefix="flights/"))
    output = outputs(stack)["DeliveryRequiredBucketPolicy18C1985CD"]
    assert output["Description"] == f"bucket policy that account {OWNER} has to add"
    role = stack.get_logical_id(delivery.role.node.default_child)
    text = "".join(
        part if isinstance(part, str) else f"<{next(iter(part.values()))}>" for part in output["Value"]["Fn::Join"][1]
    )
    policy = json.loads(text)
    document = delivery.required_policies[lake.bucket_arn]
    assert len(policy["Statement"]) == len(stack.resolve(document)["Statement"]) == 2
    for statement in policy["Statement"]:
        assert role in json.dumps(statement["Principal"])
        assert "Condition" not in statement
    assert {"s3:PutObject", "s3:PutObjectAcl"} <= set(policy["Statement"][1]["Action"])


def test_the_owner_of_the_key_is_told_its_policy_too(stack, lake):
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination(bucket=lake, prefix="flights/"))
    (statement,) = stack.resolve(delivery.required_policies[KEY])["Statement"]
    assert statement["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert statement["Resource"] == "*"


def test_one_bucket_has_one_policy_whatever_is_written_into_it(stack, lake):
    destination = S3Destination(bucket=lake, prefix="flights/", source_backup=SourceBackup(bucket=lake))
    delivery = DeliveryStream(stack, "Delivery", destination=destination)
    assert set(delivery.required_policies) == {lake.bucket_arn, KEY}
    assert len(outputs(stack)) == 2


def test_a_backup_in_another_account_asks_for_the_same(stack, lake):
    endpoint = Endpoint(url="https://ingest.example.com/v1")
    delivery = DeliveryStream(
        stack, "Delivery", destination=HttpEndpointDestination(endpoint=endpoint, backup=Backup(bucket=lake))
    )
    assert set(delivery.required_policies) == {lake.bucket_arn, KEY}


@pytest.mark.parametrize("account", [None, "111122223333"])
def test_a_bucket_of_ones_own_account_asks_for_nothing(account):
    stack = Stack(App(), "Pipeline", env=Environment(account="111122223333", region="eu-west-1"))
    given = s3.Bucket.from_bucket_attributes(stack, "Lake", bucket_name="their-lake", account=account)
    delivery = DeliveryStream(stack, "Delivery", destination=S3Destination(bucket=given))
    assert delivery.required_policies == {}
    assert outputs(stack) == {}
    assert all("Condition" not in each for each in role_statements(stack))


def test_no_pack_finds_anything(stack, lake):
    DeliveryStream(stack, "Delivery", destination=S3Destination(bucket=lake, prefix="flights/"))
    assert_clean(stack)
