"""Arguments given for several patterns reach those that take them."""

from __future__ import annotations

import pytest

from constructs_lib.cli.command import CommandError
from constructs_lib.cli.pattern_arguments import pairs, shared_out
from constructs_lib.patterns import find_pattern

LAKE, METRICS = find_pattern("stream-to-lake"), find_pattern("metrics-to-s3")


def test_each_gets_what_it_takes():
    shared = shared_out({"buffer_seconds": 60, "retention_hours": 72}, [LAKE, METRICS])
    assert shared == {
        "stream-to-lake": {"buffer_seconds": 60, "retention_hours": 72},
        "metrics-to-s3": {"buffer_seconds": 60},
    }


def test_what_is_for_one_wins_for_it():
    given = {"stream-to-lake.buffer_seconds": 120, "metrics-to-s3": {"namespaces": ["AWS/SQS"]}, "buffer_seconds": 60}
    assert shared_out(given, [LAKE, METRICS]) == {
        "stream-to-lake": {"buffer_seconds": 120},
        "metrics-to-s3": {"buffer_seconds": 60, "namespaces": ["AWS/SQS"]},
    }


def test_a_file_may_hold_what_is_for_patterns_that_are_not_asked_about():
    given = {"stream-to-lake": {"table": "orders"}, "metrics-to-s3": {"namespaces": ["AWS/SQS"]}}
    assert shared_out(given, [LAKE]) == {"stream-to-lake": {"table": "orders"}}


@pytest.mark.parametrize("name", ["retention_hour", "strem-to-lake"])
def test_a_name_that_nobody_takes_is_refused(name):
    with pytest.raises(
        CommandError, match=rf"{name} is no parameter of stream-to-lake, metrics-to-s3; (did you|there)"
    ):
        shared_out({name: {"table": "a"}}, [LAKE, METRICS])


def test_of_one_pattern_every_name_is_left_to_the_pattern():
    assert shared_out({"retention_hour": 72}, [LAKE]) == {"stream-to-lake": {"retention_hour": 72}}


def test_values_are_json_or_texts():
    assert pairs(["a=1", "b=[1]", "c=x=y", "d="], "--set") == {"a": 1, "b": [1], "c": "x=y", "d": ""}
    with pytest.raises(CommandError, match="--set =1 gives no value"):
        pairs(["=1"], "--set")
