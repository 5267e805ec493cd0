from __future__ import annotations

import pytest
from cases import RuleCase

from constructs_lib.policy.rules.streams.kds022_stream_key_is_a_key import EXAMPLE

kds022 = RuleCase("KDS022")
ID = "1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize("key", ["aws/kinesis", "orders-key", "arn:aws:iam::111122223333:role/a", "key/" + ID])
def test_what_names_no_key_is_found(key: str) -> None:
    assert kds022.finds(EXAMPLE.format(key=key)).property == "StreamEncryption.KeyId"


@pytest.mark.parametrize(
    "key",
    [
        "alias/aws/kinesis",
        "alias/orders",
        ID,
        "mrk-1234abcd12ab34cd56ef1234567890ab",
        f"arn:aws-cn:kms:cn-north-1:111122223333:key/{ID}",
        "arn:aws:kms:us-east-1:111122223333:alias/orders",
        "!Ref Key",
        "!GetAtt Key.Arn",
    ],
)
def test_every_way_to_name_a_key_passes(key: str) -> None:
    kds022.passes(EXAMPLE.format(key=key) + "  Key: {Type: AWS::KMS::Key}")


def test_a_stream_without_encryption_does_not_apply() -> None:
    kds022.passes("Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}}")


def test_a_key_that_is_not_known_is_undecided() -> None:
    kds022.undecided(EXAMPLE.format(key="!ImportValue key"))


def test_another_resource_is_no_key() -> None:
    kds022.finds(EXAMPLE.format(key="!Ref Bucket") + "  Bucket: {Type: AWS::S3::Bucket}")
    kds022.finds(EXAMPLE.format(key="!GetAtt Role.Arn") + "  Role: {Type: AWS::IAM::Role}")


def test_what_a_custom_resource_answers_is_not_judged() -> None:
    kds022.passes(EXAMPLE.format(key="!GetAtt Made.Key") + "  Made: {Type: Custom::Key}")
