from __future__ import annotations

from cases import RuleCase

kms013 = RuleCase("KMS013")
DELIVERY = """
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: {DeliveryStreamEncryptionConfigurationInput: {KeyType: CUSTOMER_MANAGED_CMK, KeyARN: !GetAtt Key.Arn}}
"""


def test_a_rule_without_the_key_of_its_stream_is_found() -> None:
    finding = kms013.finds(kms013.rule.bad)
    assert (finding.property, finding.severity.value) == ("Targets.0.RoleArn", "warning")


def test_a_delivery_stream_has_a_key_of_its_own() -> None:
    text = kms013.rule.bad + DELIVERY
    kms013.finds(text.replace("Arn: !GetAtt Orders.Arn, RoleArn", "Arn: !GetAtt Delivery.Arn, RoleArn"))


def test_a_delivery_stream_with_the_key_of_aws_does_not_apply() -> None:
    owned = DELIVERY.replace("KeyType: CUSTOMER_MANAGED_CMK, KeyARN: !GetAtt Key.Arn", "KeyType: AWS_OWNED_CMK")
    text = kms013.rule.bad + owned
    kms013.passes(text.replace("Arn: !GetAtt Orders.Arn, RoleArn", "Arn: !GetAtt Delivery.Arn, RoleArn"))


def test_an_imported_role_is_undecided() -> None:
    kms013.undecided(kms013.rule.bad.replace("RoleArn: !GetAtt Role.Arn", "RoleArn: !ImportValue role"))
