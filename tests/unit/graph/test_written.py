from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.graph import Reference, Undecided
from constructs_lib.graph.readers.written import Written
from constructs_lib.graph.values import Lookup

REGION = {"Ref": "AWS::Region"}
HOURS = {"Sizes": {"us-east-1": {"Hours": 24}, "eu-west-1": {"Hours": 48}, "sa-east-1": {"Shards": 1}, "odd": 5}}


def written(value: Any, mappings: Any = HOURS) -> Written:
    resources = {"Orders": {"Type": "T", "Properties": {"A": [value]}}, "Odd": 5, "Bare": {"Type": "T"}}
    return Written(json.dumps({"Mappings": mappings, "Resources": resources}), "orders.json")


def test_a_map_by_region_holds_the_regions_that_have_the_key() -> None:
    found = written({"Fn::FindInMap": ["Sizes", REGION, "Hours"]}).lookups
    assert found == {("Orders", "Properties.A.0"): Lookup("AWS::Region", {"us-east-1": 24, "eu-west-1": 48})}


@pytest.mark.parametrize(
    "arguments",
    [
        ["Sizes", REGION, "Missing"],
        ["Missing", REGION, "Hours"],
        [REGION, REGION, "Hours"],
        ["Sizes", REGION, {"Ref": "Key"}],
        ["Sizes", {"Ref": "Key"}, REGION],
        ["Sizes", {"Ref": "Key"}, "Hours"],
        ["Sizes", REGION, "Hours", {"DefaultValue": 1}],
        ["Sizes", "us-east-1", "Hours", REGION],
        [{"Ref": "AWS::Region", "More": 1}, "AWS::Region", "Hours"],
        ["Sizes", {"Ref": "AWS::Region", "More": 1}, "Hours"],
        "AWS::Region",
        [],
    ],
)
def test_what_is_no_plain_map_by_region_is_left_to_the_model(arguments: Any) -> None:
    assert written({"Fn::FindInMap": arguments}).lookups == {}


@pytest.mark.parametrize("mappings", [None, [], {"Sizes": []}, {"Sizes": {"us-east-1": [5]}}])
def test_mappings_of_a_wrong_type_hold_nothing(mappings: Any) -> None:
    assert written({"Fn::FindInMap": ["Sizes", REGION, "Hours"]}, mappings).lookups == {}


def test_the_variables_of_a_text_are_references_or_unknown() -> None:
    given = {
        "A": {"Fn::GetAtt": "Lake.Arn"},
        "B": {"Fn::GetAtt": ["Nested", "Outputs", "Name"]},
        "C": {"Ref": "Lake"},
        "D": {"Fn::GetAtt": ["Lake"]},
        "E": {"Fn::Select": [0, []]},
        "F": "known",
    }
    assert written({"Fn::Sub": ["${A}", given]}).variables("Orders", "Properties.A.0") == {
        "A": Reference("Lake", "Arn"),
        "B": Reference("Nested", "Outputs.Name"),
        "C": Reference("Lake"),
        "D": Undecided("Sub of D"),
        "E": Undecided("Sub of E"),
    }


@pytest.mark.parametrize(
    "place", ["Properties.A.1", "Properties.A.x", "Properties.B", "Properties.A", "Properties.A.0.C"]
)
def test_there_are_no_variables_where_no_text_stands(place: str) -> None:
    assert written({"Fn::Sub": ["${A}", {"A": {"Ref": "Lake"}}]}).variables("Orders", place) == {}


@pytest.mark.parametrize("arguments", ["${A}", ["${A}"], ["${A}", 5], ["${A}", {}, {}], {"A": ["Sub: ["]}])
def test_a_text_without_a_map_has_no_variables(arguments: Any) -> None:
    assert written({"Fn::Sub": arguments}).variables("Orders", "Properties.A.0") == {}


def test_a_template_that_cannot_be_read_again_gives_nothing() -> None:
    broken = Written("A: &a [!FindInMap [Sizes, !Ref AWS::Region, Hours]]\nB: *a\n", "orders.yaml")
    assert broken.lookups == {}
