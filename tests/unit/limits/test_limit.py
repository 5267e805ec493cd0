from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.limits import Limit, limit, table

RETENTION = limit("kinesis-stream-retention-hours")


def test_a_bound_that_a_limit_does_not_have_is_asked_for_in_vain() -> None:
    open_below, open_above = replace(RETENTION, minimum=None), replace(RETENTION, maximum=None)
    with pytest.raises(ValueError, match="kinesis-stream-retention-hours has no lower bound"):
        _ = open_below.low
    with pytest.raises(ValueError, match="kinesis-stream-retention-hours has no upper bound"):
        _ = open_above.high
    assert (open_above.low, open_below.high) == (RETENTION.minimum, RETENTION.maximum)


def test_bounds_are_inclusive_and_a_missing_one_is_none() -> None:
    assert [hours in RETENTION for hours in (23, 24, 8760, 8761)] == [False, True, True, False]
    assert 0 in replace(RETENTION, minimum=None)
    assert 10**6 in replace(RETENTION, maximum=None)


def test_a_source_is_read_with_its_date() -> None:
    dated, undated = replace(RETENTION, source_date="2026-11-17"), replace(RETENTION, source_date=None)
    assert (dated.read, undated.read) == (f"{RETENTION.source}, 2026-11-17", RETENTION.source)


def test_the_table_holds_every_limit_under_its_id() -> None:
    found = table()
    assert found["kinesis-stream-retention-hours"] == RETENTION
    assert all(isinstance(each, Limit) and each.id == key for key, each in found.items())
