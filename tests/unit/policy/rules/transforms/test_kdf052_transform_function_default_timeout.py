from __future__ import annotations

from cases import RuleCase
from deliveries import LAMBDA, UNKNOWN, delivery, processing

kdf052 = RuleCase("KDF052")


def function(kind: str = "AWS::Lambda::Function", **properties: object) -> str:
    transform = {"Transform": {"Type": kind, "Properties": properties}}
    arn = {"Fn::GetAtt": ["Transform", "Arn"]}
    return delivery(transform, ExtendedS3DestinationConfiguration=processing(("Lambda", {"LambdaArn": arn})))


def test_a_function_without_a_timeout_is_found() -> None:
    assert kdf052.finds(function()).resource == "Transform"


def test_a_timeout_as_short_as_the_default_is_found() -> None:
    assert kdf052.finds(function(Timeout=3)).given == "3 seconds"
    kdf052.finds(function("AWS::Serverless::Function", Timeout=2))


def test_a_longer_timeout_passes() -> None:
    kdf052.passes(function(Timeout=10))


def test_a_timeout_that_a_parameter_holds_is_undecided() -> None:
    kdf052.undecided(function(Timeout=UNKNOWN))


def test_functions_that_sam_may_give_a_timeout_and_functions_elsewhere_do_not_apply() -> None:
    kdf052.passes(function("AWS::Serverless::Function"))
    kdf052.passes(delivery(ExtendedS3DestinationConfiguration=processing(("Lambda", {"LambdaArn": LAMBDA}))))
