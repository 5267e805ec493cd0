from __future__ import annotations

from cases import RuleCase
from deliveries import UNKNOWN, delivery

kdf137 = RuleCase("KDF137")
OURS, THEIRS = "arn:aws:iam::111122223333:role/a", "arn:aws:iam::444455556666:role/b"


def roles(destination: object, backup: object) -> str:
    return delivery(RedshiftDestinationConfiguration={"RoleARN": destination, "S3Configuration": {"RoleARN": backup}})


def test_roles_of_two_accounts_are_found() -> None:
    assert kdf137.finds(roles(OURS, THEIRS)).given == "444455556666"
    kdf137.finds(roles(OURS, {"Fn::Sub": "arn:aws:iam::444455556666:role/${Unknown}"}))


def test_roles_of_one_account_pass() -> None:
    kdf137.passes(roles(OURS, "arn:aws:iam::111122223333:role/path/b"))


def test_roles_that_are_known_at_deployment_are_not_compared() -> None:
    kdf137.passes(roles(UNKNOWN, THEIRS))
    kdf137.passes(roles({"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/a"}, THEIRS))


def test_a_delivery_stream_without_roles_does_not_apply() -> None:
    kdf137.passes(delivery(SplunkDestinationConfiguration={}))
