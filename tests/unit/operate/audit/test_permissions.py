from __future__ import annotations

import json
import re
from pathlib import Path

import botocore.session
import pytest

from constructs_lib.enforcement.audit_calls import CALLS, permissions

PAGE = Path(__file__).resolve().parents[4] / "docs" / "audit.md"
READING = re.compile(r"[a-z0-9-]+:(?:Get|List|Describe)\w+")


def test_the_page_shows_the_policy_of_the_calls() -> None:
    blocks = re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert permissions() in [json.loads(block) for block in blocks]


def test_every_call_reads() -> None:
    actions = {action for statement in permissions()["Statement"] for action in statement["Action"]}
    assert all(READING.fullmatch(name) for name in {*actions, *CALLS})


@pytest.mark.parametrize("operation", CALLS)
def test_every_call_is_one_of_the_service_and_its_list_stands_where_the_table_says(operation: str) -> None:
    call = CALLS[operation]
    service = botocore.session.get_session().get_service_model(call.client)
    model = service.operation_model(operation.partition(":")[2])
    assert botocore.xform_name(model.name) == call.method
    if call.key:
        assert call.key in model.output_shape.members
