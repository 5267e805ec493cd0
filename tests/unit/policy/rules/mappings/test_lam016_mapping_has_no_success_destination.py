from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.examples.mappings import example

lam016 = RuleCase("LAM016")
SUCCESS = "DestinationConfig: {OnSuccess: {Destination: !GetAtt Orders.Arn}}"


def test_a_success_destination_is_found_whatever_the_source() -> None:
    for source in ("!GetAtt Orders.Arn", "!ImportValue orders", "arn:aws:sqs:us-east-1:111122223333:orders"):
        assert lam016.finds(example(SUCCESS, source=source)).property == "DestinationConfig.OnSuccess"
    lam016.finds(sam(SUCCESS))


def test_a_failure_destination_passes() -> None:
    lam016.passes(example("DestinationConfig: {OnFailure: {Destination: !GetAtt Orders.Arn}}"))


def test_a_mapping_without_destinations_passes() -> None:
    lam016.passes(example())


def test_destinations_that_are_not_known_say_nothing() -> None:
    assert lam016.run(example("DestinationConfig: {OnSuccess: !Ref AWS::NoValue}")).findings == []
