from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk.assertions import Match, Template

from constructs_lib.cdk.delivery import python_packaging
from constructs_lib.cdk.delivery.python_entry import PythonEntry
from constructs_lib.cdk.enforcement import EvaluationFrequency, PolicyConfigRule
from constructs_lib.cdk.enforcement.packaging import AUDIT_ROOMS, packaged_policy
from constructs_lib.enforcement.audit_calls import CALLS, TEMPLATE_CALLS
from constructs_lib.policy import Severity, check
from constructs_lib.policy.profile import InvalidProfile

TYPES = ["AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer", "AWS::KinesisFirehose::DeliveryStream"]
PROGRAM = """
import json, sys
sys.path.insert(0, sys.argv[1])
sys.path.append(sys.argv[2])
from constructs_lib.enforcement.config_rule import UnknownRequest
from constructs_lib.operate import config_rule
assert config_rule.__file__.startswith(sys.argv[1])
try:
    config_rule.handler({"invokingEvent": "{}"}, None)
except UnknownRequest as refused:
    print(refused)
"""


def template(**arguments: Any) -> Template:
    stack = Stack(App(context={"aws:cdk:bundling-stacks": []}), "Guard")
    PolicyConfigRule(stack, "Running", **arguments)
    return Template.from_stack(stack)


def details(found: Template) -> list[dict[str, str]]:
    (rule,) = found.find_resources("AWS::Config::ConfigRule").values()
    given: list[dict[str, str]] = rule["Properties"]["Source"]["SourceDetails"]
    return given


def test_it_is_asked_daily_and_when_a_stream_consumer_or_delivery_stream_changes():
    found = template()
    found.has_resource_properties("AWS::Config::ConfigRule", {"Scope": {"ComplianceResourceTypes": TYPES}})
    assert details(found) == [
        {"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"},
        {"EventSource": "aws.config", "MessageType": "OversizedConfigurationItemChangeNotification"},
        {
            "EventSource": "aws.config",
            "MaximumExecutionFrequency": "TwentyFour_Hours",
            "MessageType": "ScheduledNotification",
        },
    ]
    variables = {"KINESIS_CONSTRUCTS_FAIL_ON": "error"}
    found.has_resource_properties(
        "AWS::Lambda::Function",
        {"Handler": "constructs_lib.operate.config_rule.handler", "Environment": {"Variables": variables}},
    )


def test_what_is_chosen_is_what_is_defined(tmp_path):
    profile = tmp_path / "organisation.yaml"
    profile.write_text("version: 1\n")
    found = template(profile=profile, fail_on=Severity.WARNING, frequency=EvaluationFrequency.ONE_HOUR, on_change=False)
    (detail,) = details(found)
    assert detail["MaximumExecutionFrequency"] == "One_Hour"
    found.has_resource_properties("AWS::Config::ConfigRule", {"Scope": Match.absent()})
    variables = {"KINESIS_CONSTRUCTS_FAIL_ON": "warning", "KINESIS_CONSTRUCTS_PROFILE": "/var/task/profile.yaml"}
    found.has_resource_properties("AWS::Lambda::Function", {"Environment": {"Variables": variables}})
    assert {one["MessageType"] for one in details(template(frequency=None))} == {
        "ConfigurationItemChangeNotification",
        "OversizedConfigurationItemChangeNotification",
    }


def test_its_role_may_make_the_calls_of_an_audit_put_evaluations_and_write_its_log():
    (role,) = template().find_resources("AWS::IAM::Role").values()
    assert "ManagedPolicyArns" not in role["Properties"]
    policies = {each["PolicyName"]: each["PolicyDocument"]["Statement"] for each in role["Properties"]["Policies"]}
    called = {
        call.action or call.operation
        for call in CALLS.values()
        if call.action is not None and call.operation not in TEMPLATE_CALLS
    }
    read = {action for one in policies["Audit"] for action in as_list(one["Action"])}
    assert read == called
    assert [one["Action"] for one in policies["Tell"]] == ["config:PutEvaluations"]
    assert set(policies) == {"Audit", "Tell", "WriteLog"}
    assert "arn:aws:" not in json.dumps(policies)


def test_config_alone_may_invoke_the_function_for_this_account_before_the_rule_is_made():
    found = template()
    ((name, permission),) = found.find_resources("AWS::Lambda::Permission").items()
    assert permission["Properties"]["Principal"] == "config.amazonaws.com"
    assert permission["Properties"]["SourceAccount"] == {"Ref": "AWS::AccountId"}
    (rule,) = found.find_resources("AWS::Config::ConfigRule").values()
    assert rule["DependsOn"] == [name]


def test_it_passes_the_schemas_of_cloudformation_and_the_policy():
    report = check(template().to_json())
    assert [str(finding) for finding in report.findings if finding.severity == "error"] == []


def test_what_could_never_run_and_a_profile_that_cannot_be_used_are_refused(tmp_path):
    profile = tmp_path / "profile.yaml"
    profile.write_text("version: 1\nbound: {}\n")
    with pytest.raises(InvalidProfile, match=r"profile\.yaml"):
        template(profile=profile)
    with pytest.raises(ValueError, match="would never run"):
        template(frequency=None, on_change=False)


def test_the_package_imports_what_lambda_would_run(tmp_path, monkeypatch):
    """The very folder that becomes the asset; boto3 alone is Lambda's own."""
    monkeypatch.setattr(python_packaging, "AMAZON_LINUX_2", ())  # this machine's C library is newer
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    machine = lambda_.Architecture.ARM_64 if os.uname().machine == "aarch64" else lambda_.Architecture.X86_64
    entry = PythonEntry(path=".", architecture=machine, runtime=lambda_.Runtime(version, lambda_.RuntimeFamily.PYTHON))
    own = tmp_path / "runtime"
    own.mkdir()
    site = Path(boto3.__file__).parents[1]
    for name in ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py", "urllib3"):
        (own / name).symlink_to(site / name)
    with packaged_policy(entry, None, rooms=AUDIT_ROOMS) as code:
        assert isinstance(code, lambda_.AssetCode)
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", PROGRAM, code.path, str(own)],
            capture_output=True,
            text=True,
            check=False,
            env={"AWS_DEFAULT_REGION": "eu-west-1"},
        )
    assert done.returncode == 0, done.stderr
    assert "not one of an AWS Config rule" in done.stdout


def as_list(value: str | list[str]) -> list[str]:
    """IAM's one or many."""
    return [value] if isinstance(value, str) else value
