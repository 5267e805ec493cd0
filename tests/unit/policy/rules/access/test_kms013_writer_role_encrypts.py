from __future__ import annotations

from cases import RuleCase

from constructs_lib.policy.examples.access import KEY, role, template
from constructs_lib.policy.examples.producers import DMS, FILTER, PUT, REPLICATE, REPLICATED
from constructs_lib.policy.rules.access.kms013_writer_role_encrypts import ORDERS

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


def test_targets_outside_the_app_or_without_a_key_are_passed_over_and_the_next_is_checked() -> None:
    outside = "'arn:aws:kinesis:us-east-1:111122223333:stream/other'"
    bus = "'arn:aws:events:us-east-1:111122223333:event-bus/other'"
    for arn in (outside, bus):
        kms013.passes(kms013.rule.bad.replace("!GetAtt Orders.Arn, RoleArn", f"{arn}, RoleArn"))
        first = f"Targets: [{{Id: first, Arn: {arn}, RoleArn: !GetAtt Role.Arn}}, "
        assert kms013.finds(kms013.rule.bad.replace("Targets: [", first)).property == "Targets.1.RoleArn"


def test_a_target_without_a_role_is_another_rules() -> None:
    kms013.passes(kms013.rule.bad.replace(", RoleArn: !GetAtt Role.Arn", ""))


def test_cloudwatch_logs_tries_a_data_stream_while_the_resource_is_made() -> None:
    logs = role("Role", PUT, service="logs.amazonaws.com")
    assert kms013.finds(template(KEY, ORDERS, logs, FILTER)).severity == "error"
    to_delivery = FILTER.replace("Orders.Arn", "Delivery.Arn")
    assert kms013.finds(template(KEY, ORDERS, logs, to_delivery) + DELIVERY).severity == "warning"


def test_database_migrations_need_the_key_too() -> None:
    found = kms013.finds(template(KEY, ORDERS, role("Role", REPLICATE, service=DMS), REPLICATED))
    assert found.property == "KinesisSettings.ServiceAccessRoleArn"
