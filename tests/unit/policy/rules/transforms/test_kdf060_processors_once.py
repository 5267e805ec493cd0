from __future__ import annotations

from cases import RuleCase
from deliveries import KEYS, LAMBDA, UNKNOWN, processing, s3

kdf060 = RuleCase("KDF060")

FUNCTION = ("Lambda", {"LambdaArn": LAMBDA})


def test_two_functions_are_found() -> None:
    assert kdf060.finds(s3(**processing(FUNCTION, FUNCTION))).given == "2 Lambda processors"


def test_a_parameter_that_is_there_twice_is_found() -> None:
    block = processing(FUNCTION)
    parameters = block["ProcessingConfiguration"]["Processors"][0]["Parameters"]
    parameters.append(parameters[0])
    kdf060.finds(s3(**block))


def test_a_function_beside_other_processors_passes() -> None:
    kdf060.passes(s3(**processing(KEYS, FUNCTION, ("AppendDelimiterToRecord", {}))))


def test_processing_that_is_switched_off_does_not_apply() -> None:
    kdf060.passes(s3(**processing(FUNCTION, FUNCTION, Enabled=False)))


def test_processing_that_a_parameter_switches_is_undecided() -> None:
    kdf060.undecided(s3(**processing(FUNCTION, FUNCTION, Enabled=UNKNOWN)))
