from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.graph import Resource
from constructs_lib.graph.definition import HINTS
from constructs_lib.graph.readers.lenient import rewrite
from constructs_lib.graph.readers.notes import CONSTRUCT_PATH
from constructs_lib.graph.readers.plain import Plain, read_plain
from constructs_lib.graph.readers.template import parse, parse_with_model, resources_of

FAILURES = Path(__file__).parents[2] / "data" / "failures"
FIELDS = (
    "id", "type", "depends_on", "condition", "deletion_policy", "replace_policy", "construct_path", "hints",
    "properties",
)  # fmt: skip
BUCKET = {"Type": "AWS::S3::Bucket"}
TARGETS = st.sampled_from(
    ["Bucket", "Orders", "Nobody", "AWS::Region", "AWS::Partition", "AWS::NoValue", "AWS::StackName"]
)
LITERALS = st.sampled_from(["", "a", "/*", ":", "é", "!{timestamp:yyyy}", "${x}", "${!x}", "{ref:Bucket}", "teststack"])
REFERENCES = st.builds(lambda to: {"Ref": to}, TARGETS) | st.builds(
    lambda to, listed: {"Fn::GetAtt": [to, "Arn"] if listed else f"{to}.Arn"}, TARGETS, st.booleans()
)
SUBS = st.builds(
    lambda pieces: {"Fn::Sub": "".join(pieces)},
    st.lists(LITERALS | st.builds("${{{}}}".format, TARGETS) | st.builds("${{{}.Arn}}".format, TARGETS), max_size=3),
)
TEXTS = st.recursive(
    LITERALS | REFERENCES | SUBS | st.just({"Fn::ImportValue": "orders"}) | st.none() | st.booleans() | st.integers(),
    lambda inner: st.builds(
        lambda between, items: {"Fn::Join": [between, items]}, LITERALS, st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)
VALUES = st.recursive(
    TEXTS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Name", "Ref", "Condition", "a/b", "ü"]), inner)
    ),
    max_leaves=8,
)


def by_id(resources: list[Resource]) -> dict[str, Resource]:
    return {resource.id: resource for resource in resources}


def exact(node: object) -> object:
    """Tell apart what is equal in Python alone: `True` and 1, 1 and 1.0."""
    if isinstance(node, Mapping):
        return {key: exact(below) for key, below in node.items()}
    return [exact(below) for below in node] if isinstance(node, list) else repr(node)


def conditions_of(resource: Resource) -> dict[str, str]:
    return {name: ast.dump(written) for name, written in resource.template.conditions.expressions.items()}


def paths(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for key, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from paths(below, (*path, key))


def assert_read_alike(text: str) -> None:
    plain = read_plain(text, "orders.json")
    if plain is None:
        return
    ours, theirs = by_id(plain.resources), by_id(resources_of(parse_with_model(text, "orders.json")))
    assert ours.keys() == theirs.keys()
    for logical_id, own in ours.items():
        other = theirs[logical_id]
        assert {name: exact(getattr(own, name)) for name in FIELDS} == {
            name: exact(getattr(other, name)) for name in FIELDS
        }
        assert own.template.exports == other.template.exports
        assert conditions_of(own) == conditions_of(other)
        assert {path: own.position(path) for path in paths(own.properties)} == {
            path: other.position(path) for path in paths(own.properties)
        }


@settings(max_examples=200, deadline=None)
@given(
    values=st.dictionaries(st.sampled_from(["Name", "Tags", "a/b", "ü"]), VALUES, max_size=3),
    indent=st.sampled_from([None, 1]),
)
def test_reads_every_value_as_the_model_does(values: dict[str, object], indent: int | None) -> None:
    orders = {"Type": "AWS::Kinesis::Stream", "Properties": values}
    document = {"Resources": {"Bucket": BUCKET, "Orders": orders}}
    assert_read_alike(json.dumps(document, indent=indent, ensure_ascii=False))


@settings(max_examples=100, deadline=None)
@given(name=TEXTS, value=REFERENCES | SUBS | LITERALS)
def test_reads_exports_as_the_model_does(name: object, value: object) -> None:
    outputs = {"Named": {"Value": value, "Export": {"Name": name}}, "Alone": {"Value": value}}
    assert_read_alike(json.dumps({"Resources": {"Bucket": BUCKET, "Orders": BUCKET}, "Outputs": outputs}))


REGION = st.sampled_from([{"Ref": "AWS::Region"}, {"Ref": "AWS::AccountId"}, "us-east-1", "eu-west-1", ""])
CONDITIONS = st.recursive(
    st.builds(lambda left, right: {"Fn::Equals": [left, right]}, REGION, REGION)
    | st.sampled_from([{"Condition": "Big"}, {"Condition": "Small"}]),
    lambda inner: (
        st.builds(
            lambda name, parts: {name: parts},
            st.sampled_from(["Fn::And", "Fn::Or"]),
            st.lists(inner, min_size=2, max_size=3),
        )
        | st.builds(lambda part: {"Fn::Not": [part]}, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(big=CONDITIONS, small=CONDITIONS)
def test_reads_conditions_as_the_model_does(big: object, small: object) -> None:
    resources = {"Bucket": BUCKET | {"Condition": "Big"}, "Orders": BUCKET}
    text = json.dumps({"Resources": resources, "Conditions": {"Big": big, "Small": small}})
    assert read_plain(text, "orders.json") is not None
    assert_read_alike(text)


POLICIES = st.sampled_from(["Retain", "Delete", "Snapshot", ""])
AROUND = st.fixed_dictionaries(
    {
        "Type": st.sampled_from(
            ["AWS::S3::Bucket", "Custom::Orders", "AWS::Serverless::Function", "A::B::C::MODULE", " "]
        )
    },
    optional={
        "Condition": st.sampled_from(["Big", "Small", "None"]),
        "CreationPolicy": VALUES,
        "DeletionPolicy": POLICIES,
        "DependsOn": st.sampled_from(["Bucket", "Nobody", "", [], ["Bucket", "Orders"], ["Bucket", "Bucket"]]),
        "Metadata": VALUES | st.builds(lambda path, hints: {CONSTRUCT_PATH: path, HINTS: hints}, VALUES, VALUES),
        "Properties": st.dictionaries(st.sampled_from(["Name", "Fn::Transform", "a.b"]), VALUES, max_size=2),
        "UpdatePolicy": VALUES,
        "UpdateReplacePolicy": POLICIES,
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {"Resources": st.dictionaries(st.sampled_from(["Bucket", "Orders", "Big", "a/b", "Ü"]), AROUND, min_size=1)},
    optional={
        "AWSTemplateFormatVersion": VALUES,
        "Conditions": st.dictionaries(st.sampled_from(["Big", "Small"]), CONDITIONS),
        "Description": VALUES,
        "Mappings": VALUES,
        "Metadata": VALUES,
        "Outputs": st.dictionaries(
            st.sampled_from(["Named", "Other"]),
            st.fixed_dictionaries(
                {},
                optional={
                    "Condition": st.sampled_from(["Big", "None"]),
                    "Export": st.builds(lambda name: {"Name": name}, TEXTS),
                    "Value": VALUES,
                },
            ),
        ),
        "Parameters": st.dictionaries(st.sampled_from(["Size", "Orders"]), VALUES) | VALUES,
        "Rules": VALUES,
    },
)


@settings(max_examples=60, deadline=None)
@given(document=DOCUMENTS, indent=st.sampled_from([None, 1]))
def test_reads_every_section_as_the_model_does(document: object, indent: int | None) -> None:
    assert_read_alike(json.dumps(document, indent=indent, ensure_ascii=False))


def test_reads_the_known_failures_as_the_model_does() -> None:
    read = 0
    for file in sorted(FAILURES.glob("*/good.yaml")):
        template = json.loads(rewrite(file.read_bytes(), file.name)[0])
        text = json.dumps(template, indent=2, ensure_ascii=False)
        assert_read_alike(text)
        read += read_plain(text, file.name) is not None
    assert read > len(list(FAILURES.iterdir())) / 2


@pytest.mark.parametrize(
    "changed",
    [
        {"Conditions": {"Big": {"Fn::Equals": [{"Ref": "Size"}, "b"]}}},
        {"Conditions": {"Big": {"Fn::Equals": ["a", 1]}}},
        {"Conditions": {"Big": {"Fn::Equals": ["a", "b"], "Fn::Not": []}}},
        {"Conditions": {"Big": {"Condition": "Small"}}},
        {"Conditions": []},
        {"Transform": "AWS::Serverless-2016-10-31"},
        {"Globals": {"Function": {"Runtime": "python3.13"}}},
        {"Resources": {}},
        {"Resources": {"Orders": BUCKET | {"Condition": "Big"}}},
        {"Resources": {"Orders": BUCKET | {"Properties": None}}},
        {"Resources": {"Orders": BUCKET | {"Type": ""}}},
        {"Resources": {"Orders/Old": BUCKET}},
        {"Resources": {"Orders": BUCKET | {"Metadata": {"kinesis-constructs": {"Ref": "Orders"}}}}},
        {"Resources": {"Orders": BUCKET | {"DependsOn": {"Ref": "Other"}}}},
        {"Resources": {"Orders": BUCKET | {"DeletionPolicy": {"Ref": "AWS::NoValue"}}}},
        {"Resources": {"Orders": BUCKET | {"Properties": {"A": {"Ref": "Size"}}}}, "Parameters": {"Size": {}}},
        {"Resources": {"Orders": BUCKET | {"Properties": {"A": {"Fn::If": ["Big", 1, 2]}}}}},
        {"Resources": {"Orders": BUCKET | {"Properties": {"A": "{{resolve:ssm:/size}}"}}}},
        {"Resources": {"Orders": BUCKET | {"Properties": {"A": 10**19}}}},
        {"Outputs": {"A": {"Export": {"Name": "a"}}}},
        {"Outputs": []},
    ],
)
def test_leaves_to_the_model_what_is_not_plain(changed: dict[str, Any]) -> None:
    assert read_plain(json.dumps({"Resources": {"Orders": BUCKET}}), "orders.json") is not None
    assert read_plain(json.dumps({"Resources": {"Orders": BUCKET}} | changed), "orders.json") is None


@pytest.mark.parametrize(
    "text",
    [
        "Resources: {Orders: {Type: AWS::S3::Bucket}}",
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket"}}} {}',
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket"}, "Orders": {"Type": "AWS::S3::Bucket"}}}',
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket", "Properties": {"A": NaN}}}}',
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket", "Properties": {"A": 1e999}}}}',
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket", "Properties": {"A": "\\ud800"}}}}',
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket", "Properties": {"A": ' + "[" * 110 + "]" * 110 + "}}}}",
        '{"Resources": {"Orders": {"Type": "AWS::S3::Bucket", "Properties": {"A": ' + "[" * 9999 + "]" * 9999 + "}}}}",
    ],
)
def test_leaves_to_the_model_what_is_no_plain_json(text: str) -> None:
    assert read_plain(text, "orders.json") is None
    assert read_plain(text.encode(), "orders.json") is None


def test_bytes_that_are_no_utf_8_are_left_to_the_model() -> None:
    assert read_plain('{"Resources": {"Orders": {"Type": "é"}}}'.encode("latin-1"), "orders.json") is None


def test_a_plain_template_is_read_without_the_model() -> None:
    assert isinstance(parse(json.dumps({"Resources": {"Orders": BUCKET}}), "orders.json"), Plain)
