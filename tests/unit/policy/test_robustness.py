"""No template makes the checker or a rule crash or hang, however wrong its values are."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from functools import reduce
from operator import getitem
from pathlib import Path as File
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_lib.graph.readers.lenient import rewrite
from constructs_lib.policy import check, discover
from constructs_lib.policy.engine import CRASHED

Path = tuple[str | int, ...]
DEEPER_THAN_RESOURCES = 2
ATTRIBUTES = st.sampled_from(["Arn", "ConsumerARN", "StreamARN", "Id", ""])
KNOWN_FAILURES = File(__file__).resolve().parents[2] / "data" / "failures"
EXAMPLES: list[dict[str, Any]] = [
    json.loads(rewrite(example, name)[0])
    for name, example in [
        *((rule.id, example) for rule in discover() for example in (rule.bad, rule.good) if example),
        *(
            (str(file), file.read_bytes())
            for name in ("bad", "good")
            for file in sorted(KNOWN_FAILURES.glob(f"*/{name}.*"))
        ),
    ]
]
LOGICAL_IDS = sorted({logical_id for example in EXAMPLES for logical_id in example["Resources"]})
LONG_ENOUGH = timedelta(seconds=20)
"""For one small template, on a busy machine."""

NAMES = st.sampled_from([*LOGICAL_IDS, "Missing", "Prod", "Size", "AWS::Region", "AWS::NoValue", "", "A.B"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**30), max_value=10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", " ", "1e999", "-1", "nan", "inf", "true", ".", "*", "!{", "!{timestamp:", "!{partitionKeyFromQuery:}",
         "arn:", "arn:aws:kinesis", "arn:aws:kinesis:us-east-1:111122223333:stream/", "arn:aws:s3:::", "::::::::",
         "{", "[", "{a: .b", ".a |",
         "${", "${Missing}", "\x00", "\N{PILE OF POO}" * 50, "a" * 5000, "(" * 300, "['" * 80]
    )
    | st.text(max_size=12)
)  # fmt: skip


def intrinsics(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Intrinsic functions, well formed and not."""
    return st.one_of(
        NAMES.map(lambda name: {"Ref": name}),
        st.builds(lambda name, attribute: {"Fn::GetAtt": [name, attribute]}, NAMES, ATTRIBUTES),
        NAMES.map(lambda name: {"Fn::Sub": f"a-${{{name}}}-${{AWS::Region}}"}),
        st.builds(lambda text, value: {"Fn::Sub": [text, {"X": value}]}, st.sampled_from(["${X}", "${X}:${Y}"]), inner),
        st.builds(lambda condition, *ways: {"Fn::If": [condition, *ways]}, NAMES, inner, inner),
        st.builds(lambda items: {"Fn::Join": ["", items]}, st.lists(inner, max_size=3)),
        st.builds(lambda items: {"Fn::Select": [0, items]}, st.lists(inner, max_size=2)),
        st.builds(lambda key: {"Fn::FindInMap": ["Sizes", key, "Most"]}, inner),
        st.builds(lambda function, argument: {function: argument}, st.sampled_from(
            ["Ref", "Fn::If", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Split", "Fn::Cidr", "Fn::ImportValue",
             "Fn::ForEach::X", "Fn::Transform", "Fn::Unheard", "Condition"]), inner),
    )  # fmt: skip


JUNK = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Type", "Parameters", "Enabled", "Arn", "*", "", "0", "a.b"]), inner, max_size=3
        )
        | intrinsics(inner)
    ),
    max_leaves=6,
)
GONE = object()
REST = {
    "Parameters": {
        "Size": {"Type": "Number", "Default": 5},
        "Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]},
    },
    "Mappings": {"Sizes": {"us-east-1": {"Most": 5}, "dev": {"Most": 900}}},
    "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}, "Loop": {"Fn::Not": [{"Condition": "Loop"}]}},
}


def paths(node: Any, path: Path = ()) -> list[Path]:
    """Every place below a node."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [found for key, value in entries for found in [(*path, key), *paths(value, (*path, key))]]


def put(template: Any, path: Path, value: Any) -> None:
    """Write a value at a place, or leave nothing there."""
    within = reduce(getitem, path[:-1], template)
    if value is GONE:
        del within[path[-1]]
    else:
        within[path[-1]] = value


@st.composite
def damaged_templates(draw: st.DrawFn) -> dict[str, Any]:
    """An example of a rule in which up to four places hold something else, or what stands somewhere else in it."""
    template: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(EXAMPLES)))
    if draw(st.booleans()):
        template = {**copy.deepcopy(REST), **template}
    for _ in range(draw(st.integers(1, 4))):
        places = [path for path in paths(template) if len(path) > DEEPER_THAN_RESOURCES]
        if places:
            put(template, draw(st.sampled_from(places)), draw(JUNK | of_the_same(template, places) | st.just(GONE)))
    return template


def of_the_same(template: dict[str, Any], places: list[Path]) -> st.SearchStrategy[Any]:
    """A copy of another part of the template, or a reference to one of its resources: cycles among them."""
    own = st.sampled_from(sorted(template["Resources"]))
    return st.one_of(
        st.sampled_from(places).map(lambda path: copy.deepcopy(reduce(getitem, path, template))),
        own.map(lambda name: {"Ref": name}),
        own.map(lambda name: {"Fn::Sub": f"${{{name}}}/*"}),
        st.builds(lambda name, attribute: {"Fn::GetAtt": [name, attribute]}, own, ATTRIBUTES),
    )


def crashes(template: dict[str, Any], *, schema: bool) -> list[str]:
    """Check a template, and name the rules that failed on it."""
    return [found.message for found in check(template, schema=schema).findings if CRASHED in found.message]


@settings(max_examples=400, deadline=LONG_ENOUGH, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_templates())
def test_no_damage_to_an_example_makes_a_rule_crash_or_hang(template: dict[str, Any]) -> None:
    assert crashes(template, schema=False) == []


@settings(max_examples=60, deadline=LONG_ENOUGH, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_templates())
def test_no_damage_to_an_example_stops_the_schema_engine(template: dict[str, Any]) -> None:
    assert crashes(template, schema=True) == []


@settings(max_examples=100, deadline=LONG_ENOUGH)
@given(st.sampled_from([rule.bad for rule in discover()]), st.data())
def test_a_damaged_text_is_checked_or_refused_in_one_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    report = check(text[:start] + data.draw(st.text(max_size=8)) + text[end:] + "\n", schema=False)
    assert all("\n" not in refusal.problem for refusal in report.unreadable)
    assert not [found for found in report.findings if CRASHED in found.message]


CIRCLES = """
Conditions: {Loop: !Not [!Condition Loop], Here: !Equals [!Ref AWS::Region, !Ref AWS::Region]}
Resources:
  A: {Type: AWS::Kinesis::StreamConsumer, Properties: {ConsumerName: a, StreamARN: !GetAtt B.ConsumerARN}}
  B: {Type: AWS::Kinesis::StreamConsumer, Properties: {ConsumerName: !Ref A, StreamARN: !GetAtt A.ConsumerARN}}
  L: {Type: AWS::Lambda::Alias, Condition: Loop, Properties: {FunctionName: !Ref L, Name: !Ref L, FunctionVersion: 1}}
  F: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Ref L, Role: !GetAtt R.Arn}}
  R: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref R, Path: !Ref R, AssumeRolePolicyDocument: !GetAtt R.Arn}}
  M: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref L, EventSourceArn: !Ref A}}
  N:
    Type: AWS::Lambda::EventSourceMapping
    Properties: {FunctionName: !If [Here, !Ref L, !Ref F], EventSourceArn: !Ref N}
  S: {Type: AWS::Kinesis::Stream, Condition: Loop, Properties: {Name: !Ref S, StreamEncryption: {KeyId: !Ref S}}}
  D:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties: {KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt D.Arn, RoleARN: !Ref D}}
"""


def test_resources_that_refer_to_one_another_in_a_circle_are_checked() -> None:
    report = check(CIRCLES, schema=False)
    assert not report.unreadable
    assert not [found for found in report.findings if CRASHED in found.message]
