from __future__ import annotations

import json

import pytest
from cases import RuleCase
from hypothesis import given
from hypothesis import strategies as st
from sam import sam

from constructs_lib.policy.examples.mappings import example
from constructs_lib.policy.reading.filter_patterns import problem

lam022 = RuleCase("LAM022")
BAD = [
    "",
    "{",
    "[]",
    '"order"',
    '{"data": {"type": "order"}}',
    '{"data": {"amount": 3}}',
    '{"data": {}}',
    '{"data": {"type": []}}',
    '{"data": {"type": [["order"]]}}',
    '{"data": {"type": [{"starts-with": "o"}]}}',
    '{"data": {"type": [{"prefix": "o", "suffix": "r"}]}}',
    '{"data": {"type": [{"prefix": 3}]}}',
    '{"data": {"type": [{"exists": "true"}]}}',
    '{"data": {"amount": [{"numeric": [">", "3"]}]}}',
    '{"data": {"amount": [{"numeric": ["=>", 3]}]}}',
    '{"data": {"amount": [{"numeric": [">"]}]}}',
    '{"data": {"amount": [{"numeric": ["<", 10, ">", 5]}]}}',
    '{"data": {"amount": [{"numeric": [">", 10, "<", 5]}]}}',
    '{"data": {"amount": [{"numeric": [">", 1, ">", 5]}]}}',
    '{"data": {"type": [{"anything-but": []}]}}',
    '{"$or": {"data": {"type": ["order"]}}}',
]
GOOD = [
    '{"data": {"type": ["order", null, 3, true, ""]}}',
    '{"partitionKey": ["1"], "data": {"kind": [{"anything-but": ["Event"]}]}}',
    '{"data": {"region": [{"prefix": "us-"}, {"suffix": {"equals-ignore-case": "-1"}}]}}',
    '{"data": {"code": [{"numeric": [">=", 300, "<=", 350]}]}}',
    '{"data": {"code": [{"exists": false}], "ip": [{"cidr": "10.0.0.0/8"}]}}',
    '{"$or": [{"data": {"a": ["x"]}}, {"data": {"b": [{"equals-ignore-case": "y"}]}}]}',
    '{"data": {"name": [{"anything-but": {"prefix": "test"}}, {"wildcard": "a*b"}]}}',
]


def filters(pattern: str) -> str:
    return f"FilterCriteria: {{Filters: [{{Pattern: {json.dumps(pattern)}}}]}}"


@pytest.mark.parametrize("pattern", BAD)
def test_an_invalid_pattern_is_found(pattern: str) -> None:
    assert lam022.finds(example(filters(pattern))).property == "FilterCriteria.Filters.0.Pattern"


@pytest.mark.parametrize("pattern", GOOD)
def test_a_valid_pattern_passes(pattern: str) -> None:
    lam022.passes(example(filters(pattern)))


def test_an_event_of_a_sam_function_is_a_mapping() -> None:
    lam022.finds(sam(filters(BAD[1])))
    lam022.finds(sam(filters(BAD[4]), type="SQS", source="Queue: !GetAtt Jobs.Arn"))


def test_an_object_instead_of_text_is_found() -> None:
    lam022.finds(example("FilterCriteria: {Filters: [{Pattern: {data: {type: [order]}}}]}"))


def test_a_pattern_with_an_unknown_piece_is_undecided() -> None:
    lam022.undecided(sam("""FilterCriteria: {Filters: [{Pattern: !Sub '{"data": {"size": [${Size}]}}'}]}"""))


SCALARS = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(SCALARS, lambda children: st.lists(children) | st.dictionaries(st.text(), children)))
def test_no_json_makes_the_reader_fail(pattern: object) -> None:
    assert isinstance(problem(json.dumps(pattern)), str | None)


def test_a_pattern_whose_known_pieces_are_wrong_is_found() -> None:
    lam022.finds(sam("""FilterCriteria: {Filters: [{Pattern: !Sub '{"data": {"team": "${AWS::StackName}"}}'}]}"""))
    lam022.undecided(sam("""FilterCriteria: {Filters: [{Pattern: !Sub '{"data": {"a": ["${AWS::StackName}"]}}'}]}"""))
