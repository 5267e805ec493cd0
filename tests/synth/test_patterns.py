"""Every pattern is synthesized, with its alarms on and nothing found that has no reason; its logical ids stay."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from constructs_lib.cdk.patterns import StreamToLake
from constructs_lib.cdk.patterns.publication import METADATA, construct_of, template_of
from constructs_lib.patterns import InvalidArguments, Pattern, discover_patterns, find_pattern
from constructs_lib.policy import check

PINNED = Path(__file__).parents[1] / "data" / "patterns" / "logical_ids.json"
"""Logical ids of what holds data or is named by others; `UPDATE_PINNED=1` writes the file anew."""
KEPT = ("AWS::Kinesis::", "AWS::KinesisFirehose::", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Glue::", "AWS::Events::")
PATTERNS = discover_patterns()
NAMES = [pattern.id for pattern in PATTERNS]


def decided(pattern: Pattern) -> dict[str, Any]:
    """What a publisher has to decide."""
    return {each.name: each.example for each in pattern.parameters if each.required and not each.at_deployment}


@pytest.fixture(scope="module")
def templates() -> dict[str, dict[str, Any]]:
    return {pattern.id: template_of(pattern, decided(pattern)) for pattern in PATTERNS}


@pytest.fixture(scope="module")
def app() -> App:
    app = App()
    for pattern in PATTERNS:
        construct_of(pattern)(Stack(app, pattern.id), "Pattern", **pattern.examples)
    return app


@pytest.mark.parametrize("name", NAMES)
def test_the_policy_finds_nothing(templates, tmp_path, name):
    file = tmp_path / "template.json"
    file.write_text(json.dumps(templates[name]))
    found = [each for each in check(str(file)).findings if each.severity != "info"]
    assert [(each.rule, each.message) for each in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_has_customer_keys_where_the_profile_asks_for_them(tmp_path, name):
    profile = tmp_path / "organisation.yaml"
    profile.write_text("version: 1\nrequire: {customer_keys: true}\n")
    template = template_of(find_pattern(name), decided(find_pattern(name)), profile=str(profile))
    found = [each for each in check(template, profile=profile).findings if each.severity != "info"]
    assert [(each.rule, each.message) for each in found] == []
    assert "alias/aws/kinesis" not in json.dumps(template)
    assert "AWS_OWNED_CMK" not in json.dumps(template)


@pytest.mark.parametrize("name", NAMES)
def test_cfn_lint_finds_nothing(templates, name):
    found = lint(json.dumps(templates[name]), config=ManualArgs(regions=["us-east-1"]))
    assert [(match.rule.id, match.message) for match in found if match.rule.severity != "informational"] == []


def test_aws_solutions_finds_nothing_that_has_no_written_reason(app):
    report = AwsSolutionsChecks().validate_scope(app)
    assert [(found.rule_name, found.violating_resources[0].construct_path) for found in report.violations] == []


@pytest.mark.parametrize("name", NAMES)
def test_alarms_are_on_and_told_as_one(templates, name):
    kinds = [each["Type"] for each in templates[name]["Resources"].values()]
    assert kinds.count("AWS::CloudWatch::Alarm") >= 2
    assert kinds.count("AWS::CloudWatch::CompositeAlarm") == 1


def test_logical_ids_stay(templates):
    ids = {
        name: sorted(key for key, each in template["Resources"].items() if each["Type"].startswith(KEPT))
        for name, template in templates.items()
    }
    if os.environ.get("UPDATE_PINNED"):
        PINNED.write_text(json.dumps(ids, indent=2) + "\n")
    assert ids == json.loads(PINNED.read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_asks_for_what_is_open_and_holds_no_asset(templates, name):
    pattern, template = find_pattern(name), templates[name]
    wanted = {each.pascal_name for each in pattern.parameters if each.at_deployment and not each.guarded}
    assert set(template.get("Parameters", {})) == wanted
    assert template["Metadata"][METADATA] == {"Pattern": name, "Version": pattern.version}
    assert "cdk-hnb659fds" not in json.dumps(template)


def test_a_parameter_of_a_template_has_the_bounds_of_the_schema(templates):
    asked = templates["stream-to-lake"]["Parameters"]["RetentionHours"]
    assert (asked["Type"], asked["MinValue"], asked["MaxValue"], asked["Default"]) == ("Number", 24, 8760, 48)


def test_what_the_publisher_decides_is_no_parameter():
    pattern = find_pattern("stream-to-lake")
    template = template_of(pattern, decided(pattern) | {"retention_hours": 72})
    assert "Parameters" not in template
    stream = next(each for each in template["Resources"].values() if each["Type"] == "AWS::Kinesis::Stream")
    assert stream["Properties"]["RetentionPeriodHours"] == 72


def test_the_alarm_of_the_pipeline_tells_the_topic():
    pattern = find_pattern("metrics-to-s3")
    topic = "arn:aws:sns:eu-west-1:111122223333:on-call"
    template = template_of(pattern, decided(pattern) | {"alarm_topic_arn": topic})
    told = [each["Properties"].get("AlarmActions") for each in template["Resources"].values()
            if each["Type"] == "AWS::CloudWatch::CompositeAlarm"]  # fmt: skip
    assert told == [[topic]]


def test_two_of_a_pattern_stand_in_one_stack():
    stack = Stack(App(), "Both")
    arguments = find_pattern("stream-to-lake").examples
    StreamToLake(stack, "First", **arguments)
    StreamToLake(stack, "Second", **arguments)
    assert [each.node.id for each in stack.node.children] == ["First", "Second"]


def test_every_wrong_argument_is_said_at_once_and_nothing_is_left_in_the_tree():
    stack = Stack(App(), "Shop")
    with pytest.raises(InvalidArguments) as caught:
        StreamToLake(stack, "Orders", table="Orders", schema={"properties": {}}, partition_by=["shop"],
                     retention_hours=12)  # fmt: skip
    assert str(caught.value) == (
        'Shop/Orders: retention_hours is 12; allowed is 24 to 8760; table is "Orders"; '
        "allowed is what matches ^[a-z0-9_]+$"
    )
    assert stack.node.children == []
