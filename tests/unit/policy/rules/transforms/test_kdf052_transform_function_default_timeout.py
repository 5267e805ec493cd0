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


def test_a_timeout_passes_known_or_not() -> None:
    kdf052.passes(function(Timeout=10))
    kdf052.passes(function(Timeout=UNKNOWN))


def test_functions_of_sam_and_functions_elsewhere_do_not_apply() -> None:
    kdf052.passes(function("AWS::Serverless::Function"))
    kdf052.passes(delivery(ExtendedS3DestinationConfiguration=processing(("Lambda", {"LambdaArn": LAMBDA}))))
