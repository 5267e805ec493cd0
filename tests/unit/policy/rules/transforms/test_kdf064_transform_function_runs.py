from __future__ import annotations

from typing import Any

from cases import RuleCase
from deliveries import LAMBDA, UNKNOWN, delivery, processing

kdf064 = RuleCase("KDF064")
FUNCTION = {"Fn::GetAtt": ["Transform", "Arn"]}


def transforming(settings: dict[str, Any], arn: object = FUNCTION, **more: Any) -> str:
    function = {"Transform": {"Type": "AWS::Lambda::Function", "Properties": settings}}
    return delivery(function, SplunkDestinationConfiguration=processing(("Lambda", {"LambdaArn": arn}), **more))


def test_a_function_that_never_runs_is_found() -> None:
    assert kdf064.finds(transforming({"ReservedConcurrentExecutions": 0})).resource == "Transform"


def test_a_function_that_may_run_passes() -> None:
    kdf064.passes(transforming({"ReservedConcurrentExecutions": 1}))
    kdf064.passes(transforming({}))


def test_another_function_does_not_apply() -> None:
    kdf064.passes(transforming({"ReservedConcurrentExecutions": 0}, LAMBDA))
    kdf064.passes(transforming({"ReservedConcurrentExecutions": 0}, Enabled=False))


def test_a_number_from_a_parameter_is_undecided() -> None:
    kdf064.undecided(transforming({"ReservedConcurrentExecutions": UNKNOWN}))
