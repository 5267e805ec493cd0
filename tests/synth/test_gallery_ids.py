"""Logical ids are public: where one changes, CloudFormation replaces the resource, data and all."""

from __future__ import annotations

import pytest

from tools.logical_ids import found, pinned


@pytest.fixture(scope="module")
def ids() -> dict[str, str]:
    return found()


def test_no_logical_id_of_the_gallery_has_changed(ids):
    assert {name: ids.get(name) for name in pinned()} == pinned()


def test_every_stack_is_pinned(ids):
    stacks = {name.partition("/")[0] for name in ids}
    assert stacks == {name.partition("/")[0] for name in pinned()}, "run: python -m tools.logical_ids"
