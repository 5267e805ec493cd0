"""The references inside joins are the same, whether they are read from the text or asked of the model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from cloudformation_validate import TemplateContent, TemplateModel

from constructs_lib.graph.readers.joins import JoinedReference, Joins

ARN = {"Fn::GetAtt": ["Lake", "Arn"]}


def joins_of(value: Any) -> tuple[Sequence[JoinedReference], list[JoinedReference]]:
    """The references in the joins of a bucket's name: as found, and as the model has them."""
    template = {
        "Parameters": {"Stage": {"Type": "String", "Default": "x"}},
        "Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Stage"}, "x"]}},
        "Resources": {
            "Lake": {"Type": "AWS::S3::Bucket"},
            "Other": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": value}},
        },
    }
    text = json.dumps(template)
    edges = TemplateModel(TemplateContent(text, "template")).to_diagnostic_model().edges
    joins = Joins(text, lambda: edges)
    return joins.of("Other"), joins.known.get("Other", [])


@pytest.mark.parametrize(
    "parts",
    [
        ["a", "b"],
        [ARN, "/*"],
        [{"Fn::GetAtt": "Lake.Arn"}, {"Ref": "Lake"}, {"Ref": "Stage"}],
        [{"Fn::GetAtt": ["Lake", "Outputs.Name"]}, ARN],
        [{"Fn::If": ["Prod", ARN, {"Ref": "Lake"}]}],
        [{"Fn::Select": [0, {"Fn::Split": [":", ARN]}]}],
        [{"Fn::Join": ["", [ARN, "x"]]}, {"Ref": "Lake"}],
        [{"Fn::Sub": "${Lake.Arn}/${Lake}"}],
        [{"Fn::Sub": ["${Q}/x", {"Q": ARN}]}, {"Ref": "Lake"}],
    ],
)
def test_text_and_model_agree_on_joins(parts: list[Any]) -> None:
    found, known = joins_of({"Fn::Join": ["", parts]})
    assert [at[1:] for at in found] == [at[1:] for at in known]
    assert all(ours.path.startswith(theirs.path) for ours, theirs in zip(found, known, strict=True))


def test_references_outside_joins_are_left_out() -> None:
    assert not joins_of(ARN)[0]


def test_yaml_is_asked_of_the_model() -> None:
    text = "Resources:\n  A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Join ['', [!GetAtt B.Arn]]}}\n"
    text += "  B: {Type: 'AWS::S3::Bucket'}\n"
    model = TemplateModel(TemplateContent(text, "template"))
    assert [(at.target, at.attribute) for at in Joins(text, lambda: model.to_diagnostic_model().edges).of("A")] == [
        ("B", "Arn")
    ]
