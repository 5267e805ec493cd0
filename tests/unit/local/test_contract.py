from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from constructs_lib.local.launcher.contract import MovedError, expect, expect_keys


def module(**names: Any) -> ModuleType:
    made = ModuleType("service")
    vars(made).update(names)
    return made


def register(data: Any, more: Any = None) -> None: ...


def renamed(request: Any) -> None: ...


def test_a_module_that_has_every_name_passes() -> None:
    expect("consumers", module(register=register, table={}, state=1), register=("data",), table=dict, state=None)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"table": {}}, r"patch consumers: service\.register is gone"),
        ({"register": renamed}, r"service\.register takes \('request',\), expected \('data',\)"),
        ({"register": register, "table": []}, r"service\.table is a list, expected a dict"),
    ],
)
def test_what_moved_is_named_with_the_patch_that_needs_it(names: dict[str, Any], message: str) -> None:
    with pytest.raises(MovedError, match=message):
        expect("consumers", module(**names), register=("data",), table=dict)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(MovedError, match="patch streams: the table has no AWS::Kinesis::Stream"):
        expect_keys("streams", "the table", {}, "AWS::Kinesis::Stream")
