"""The gallery is clean for the packs that people run, in each of its stacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from apps.gallery.app import stacks
from constructs_lib.policy import check
from tests.synth.parts import DELIVERY_STREAM, resources
from tests.synth.request_model import request_problems

ROOT = Path(__file__).resolve().parent.parent.parent
FUNCTION = "AWS::Lambda::Function"
# The CDK's own functions wait for their role and its policy, although a reference to the role enforces half of that.
DEPENDENCY_THE_CDK_REPEATS = "W3005"
# OpenSearch Serverless and its like are not in every region, which cfn-lint goes through without an environment.
SERVICE_IS_NOT_EVERYWHERE = "E3006"
NAMES = [stack.stack_name for stack in stacks(App())]


def stack_named(app: App, name: str) -> Stack:
    return next(stack for stack in stacks(app) if stack.stack_name == name)


@pytest.mark.parametrize("name", NAMES)
def test_firehose_takes_every_delivery_stream(app, name):
    found = [
        each["Properties"] for each in resources(stack_named(app, name)).values() if each["Type"] == DELIVERY_STREAM
    ]
    assert [request_problems(properties) for properties in found] == [[]] * len(found)


def test_aws_solutions_finds_nothing_that_has_no_written_reason(app):
    stacks(app)
    report = AwsSolutionsChecks().validate_scope(app)
    assert [(found.rule_name, found.violating_resources[0].construct_path) for found in report.violations] == []


@pytest.mark.parametrize("name", NAMES)
def test_cfn_lint_and_the_check_command_find_nothing(app, name):
    template = {"Resources": resources(stack_named(app, name))}
    linted = [match for match in lint_all(json.dumps(template)) if match.rule.severity != "informational"]
    accepted = {DEPENDENCY_THE_CDK_REPEATS, SERVICE_IS_NOT_EVERYWHERE}
    assert {str(match) for match in linted if match.rule.id not in accepted} == set()
    found = [finding for finding in check(template).findings if finding.severity != "info"]
    assert [str(finding) for finding in found if finding.rule != DEPENDENCY_THE_CDK_REPEATS] == []


@pytest.mark.timeout(180)
def test_neither_the_engine_of_the_cdk_nor_the_check_command_finds_an_error(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    context = json.dumps({"@aws-cdk/core:validateAgainstDefaultRules": True})
    done = subprocess.run(
        [sys.executable, "-m", "apps.gallery.app"],
        cwd=ROOT,
        env=environment | {"CDK_OUTDIR": str(tmp_path), "CDK_CONTEXT_JSON": context},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "validation-report.json").read_text())
    assert [found for plugin in report["pluginReports"] for found in plugin["violations"]] == []
    checked = subprocess.run(
        [sys.executable, "-m", "constructs_lib", "check", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
