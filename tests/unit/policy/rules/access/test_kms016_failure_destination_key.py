from __future__ import annotations

from cases import RuleCase

kms016 = RuleCase("KMS016")
QUEUE = "Failed: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: !GetAtt Key.Arn}}"


def test_the_finding_lies_on_the_destination() -> None:
    assert kms016.finds(kms016.rule.bad).property == "DestinationConfig.OnFailure.Destination"


def test_the_key_of_a_bucket_counts() -> None:
    encryption = (
        "BucketEncryption: {ServerSideEncryptionConfiguration:"
        " [{ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}}]}"
    )
    kms016.finds(kms016.rule.bad.replace(QUEUE, f"Failed: {{Type: AWS::S3::Bucket, Properties: {{{encryption}}}}}"))


def test_a_destination_without_a_customer_key_does_not_apply() -> None:
    kms016.passes(kms016.rule.bad.replace("KmsMasterKeyId: !GetAtt Key.Arn", "KmsMasterKeyId: alias/aws/sqs"))
    kms016.passes(kms016.rule.bad.replace("KmsMasterKeyId: !GetAtt Key.Arn", "SqsManagedSseEnabled: true"))


def test_an_imported_key_is_undecided() -> None:
    kms016.undecided(kms016.rule.bad.replace("KmsMasterKeyId: !GetAtt Key.Arn", "KmsMasterKeyId: !ImportValue key"))
