from __future__ import annotations

from cases import RuleCase
from sam import sam

from constructs_lib.policy.rules.mappings.lam034_mapping_function_timeout import EXAMPLE

lam034 = RuleCase("LAM034")


def test_the_default_timeout_is_found() -> None:
    assert lam034.finds(EXAMPLE.format(timeout="")).property == "FunctionName"
    assert lam034.finds(sam(function="MemorySize: 128")).property == "Timeout"


def test_any_timeout_of_its_own_passes() -> None:
    lam034.passes(EXAMPLE.format(timeout="Timeout: !ImportValue timeout"))


def test_the_globals_of_sam_count() -> None:
    lam034.passes(sam(function="MemorySize: 128") + "Globals: {Function: {Timeout: 60}}")


def test_batches_of_one_record_pass() -> None:
    lam034.passes(sam("BatchSize: 1", function="MemorySize: 128"))


def test_a_function_outside_the_app_says_nothing() -> None:
    lam034.passes(EXAMPLE.format(timeout="").replace("!Ref Watch", "watch"))
