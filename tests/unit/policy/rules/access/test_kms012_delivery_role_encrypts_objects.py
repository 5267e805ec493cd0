from __future__ import annotations

from cases import RuleCase

kms012 = RuleCase("KMS012")
OWN = "EncryptionConfiguration: {KMSEncryptionConfig: {AWSKMSKeyARN: !GetAtt Key.Arn}}, RoleARN"


def test_the_key_of_the_bucket_counts() -> None:
    assert kms012.finds(kms012.rule.bad).property == "ExtendedS3DestinationConfiguration.RoleARN"


def test_the_key_of_the_destination_counts_for_an_imported_bucket() -> None:
    text = kms012.rule.bad.replace("BucketARN: !GetAtt Bucket.Arn", "BucketARN: !ImportValue bucket")
    kms012.passes(text)
    kms012.finds(text.replace("RoleARN", OWN))


def test_decrypting_alone_is_not_enough() -> None:
    kms012.finds(kms012.rule.good.replace("'kms:Decrypt', 'kms:GenerateDataKey'", "'kms:Decrypt'"))


def test_an_imported_key_is_undecided() -> None:
    kms012.undecided(kms012.rule.bad.replace("KMSMasterKeyID: !GetAtt Key.Arn", "KMSMasterKeyID: !ImportValue key"))


def test_keys_of_s3_do_not_apply() -> None:
    kms012.passes(kms012.rule.bad.replace("KMSMasterKeyID: !GetAtt Key.Arn", "BucketKeyEnabled: true"))
    kms012.passes(kms012.rule.bad.replace('"aws:kms"', "AES256"))


OTHERS = "arn:aws:iam::111122223333:role/admin"
ACCOUNT = "!Sub 'arn:aws:iam::${AWS::AccountId}:root'"


def test_a_key_policy_that_leaves_out_the_account_and_the_role_is_found_whatever_the_role_allows() -> None:
    kms012.finds(kms012.rule.good.replace(ACCOUNT, f"'{OTHERS}'"))


def test_a_key_policy_with_a_role_that_may_be_the_same_is_undecided() -> None:
    kms012.undecided(kms012.rule.good.replace(ACCOUNT, "'arn:aws:iam::111122223333:role/shop-Role-1A2B3C'"))


def test_a_key_policy_that_names_the_role_passes() -> None:
    kms012.passes(kms012.rule.bad.replace(ACCOUNT, "!GetAtt Role.Arn"))


def test_a_denial_in_the_key_policy_is_found() -> None:
    denial = "        - {Effect: Deny, Principal: '*', Action: 'kms:GenerateDataKey*', Resource: '*'}\n"
    statement = next(line for line in kms012.rule.good.splitlines() if ":root" in line)
    kms012.finds(kms012.rule.good.replace(statement, f"{statement}\n  {denial}"))


def test_a_grant_for_calls_of_another_service_is_found() -> None:
    other = "Resource: !GetAtt Key.Arn, Condition: {StringEquals: {'kms:ViaService': kinesis.us-east-1.amazonaws.com}}}"
    kms012.finds(kms012.rule.good.replace("Resource: !GetAtt Key.Arn}", other))
