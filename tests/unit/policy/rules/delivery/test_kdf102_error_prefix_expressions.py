from __future__ import annotations

import pytest
from cases import RuleCase
from deliveries import s3

kdf102 = RuleCase("KDF102")


def test_expressions_without_the_error_type_are_found() -> None:
    kdf102.finds(s3(ErrorOutputPrefix="failed/!{timestamp:yyyy}/"))


@pytest.mark.parametrize("namespace", ["partitionKeyFromQuery", "partitionKeyFromLambda"])
def test_a_partition_key_is_found(namespace: str) -> None:
    prefix = f"!{{firehose:error-output-type}}/!{{{namespace}:carrier}}/"
    assert "carrier" in kdf102.finds(s3(ErrorOutputPrefix=prefix)).message


def test_the_error_type_beside_other_expressions_passes() -> None:
    kdf102.passes(s3(ErrorOutputPrefix="!{firehose:error-output-type}/!{timestamp:yyyy}/"))


def test_a_plain_error_prefix_does_not_apply() -> None:
    kdf102.passes(s3(ErrorOutputPrefix="failed/"))


def test_an_error_type_that_a_parameter_may_hold_is_undecided() -> None:
    kdf102.undecided(s3(ErrorOutputPrefix={"Fn::Sub": "!{timestamp:yyyy}/${Unknown}"}))
