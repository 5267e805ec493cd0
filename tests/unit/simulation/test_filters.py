from __future__ import annotations

import json

import pytest

from constructs_lib.simulation import InvalidDefinition, SourceRecord, UnsupportedFeature
from constructs_lib.simulation.mapping.filters import Filters

FLIGHT = {
    "carrier": "UA",
    "delay": 12.5,
    "gate": "",
    "diverted": False,
    "tail": None,
    "stops": ["EWR", "IAH"],
    "from": {"airport": "EWR", "runway": 22},
    "legs": [{"km": 10}, {"km": 2000}],
}


def admits(pattern: object, data: bytes | None = None, key: str = "UA-1545") -> bool:
    payload = json.dumps(FLIGHT).encode() if data is None else data
    return Filters([json.dumps(pattern)]).admits(SourceRecord(payload, 100.0, key, "1", "shard"))


@pytest.mark.parametrize(
    "pattern",
    [
        {"carrier": ["UA"]},
        {"carrier": ["AA", "UA"]},
        {"delay": [12.5]},
        {"gate": [""]},
        {"diverted": [False]},
        {"tail": [None]},
        {"stops": ["IAH"]},
        {"from": {"airport": ["EWR"], "runway": [22]}},
        {"legs": {"km": [{"numeric": [">", 1000]}]}},
        {"carrier": [{"prefix": "U"}]},
        {"carrier": [{"suffix": "A"}]},
        {"carrier": [{"equals-ignore-case": "ua"}]},
        {"delay": [{"numeric": [">", 10, "<=", 12.5]}]},
        {"delay": [{"numeric": ["=", 12.5]}]},
        {"carrier": [{"exists": True}]},
        {"pilot": [{"exists": False}]},
        {"crew": {"pilot": [{"exists": False}]}},
        {"carrier": [{"anything-but": "AA"}]},
        {"carrier": [{"anything-but": ["AA", "DL"]}]},
        {"carrier": [{"anything-but": {"prefix": "A"}}]},
        {"$or": [{"carrier": ["AA"]}, {"delay": [{"numeric": [">", 1]}]}]},
        {"carrier": ["UA"], "$or": [{"gate": ["x"]}, {"gate": [""]}]},
    ],
)
def test_a_record_is_admitted(pattern: object) -> None:
    assert admits({"data": pattern})


@pytest.mark.parametrize(
    "pattern",
    [
        {"carrier": ["ua"]},
        {"carrier": ["UA"], "delay": [1]},
        {"diverted": [0]},
        {"delay": ["12.5"]},
        {"tail": [""]},
        {"gate": [None]},
        {"pilot": [None]},
        {"from": {"airport": ["IAH"]}},
        {"carrier": {"code": ["UA"]}},
        {"delay": [{"prefix": "1"}]},
        {"carrier": [{"numeric": [">", 0]}]},
        {"delay": [{"numeric": [">", 12.5]}]},
        {"diverted": [{"numeric": ["=", 0]}]},
        {"pilot": [{"exists": True}]},
        {"from": [{"exists": True}]},
        {"carrier": [{"exists": False}]},
        {"carrier": [{"anything-but": ["UA"]}]},
        {"pilot": [{"anything-but": ["x"]}]},
        {"$or": [{"carrier": ["AA"]}, {"delay": [1]}]},
    ],
)
def test_a_record_is_not_admitted(pattern: object) -> None:
    assert not admits({"data": pattern})


def test_data_that_is_not_json_never_matches_a_pattern_of_fields() -> None:
    assert not admits({"data": {"pilot": [{"exists": False}]}}, data=b"plain")


def test_plain_text_is_compared_with_a_plain_pattern() -> None:
    assert admits({"data": [{"prefix": "pl"}]}, data=b"plain")
    assert not admits({"data": ["other"]}, data=b"plain")


def test_a_pattern_without_data_looks_at_the_record_alone() -> None:
    assert admits({"partitionKey": [{"prefix": "UA"}]}, data=b"plain")
    assert not admits({"partitionKey": ["AA"]}, data=b"plain")


def test_one_filter_of_several_is_enough() -> None:
    record = SourceRecord(b'{"a": 1}', 0.0, "key", "1", "shard")
    assert Filters(['{"data": {"a": [2]}}', '{"data": {"a": [1]}}']).admits(record)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ([], InvalidDefinition),
        ({"data": {"a": 1}}, InvalidDefinition),
        ({"data": {"a": []}}, InvalidDefinition),
        ({"data": {"a": [[1]]}}, InvalidDefinition),
        ({"data": {"a": [{"prefix": 1}]}}, InvalidDefinition),
        ({"data": {"a": [{"prefix": "x", "suffix": "y"}]}}, InvalidDefinition),
        ({"data": {"a": [{"numeric": [">"]}]}}, InvalidDefinition),
        ({"data": {"a": [{"numeric": ["!", 1]}]}}, InvalidDefinition),
        ({"$or": "x"}, InvalidDefinition),
        ({"data": {"a": [{"wildcard": "x*"}]}}, UnsupportedFeature),
    ],
)
def test_a_pattern_that_lambda_refuses_is_refused(pattern: object, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        Filters([json.dumps(pattern)])
