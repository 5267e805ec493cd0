"""A whole pipeline is clean for the packs that people run: cdk-nag, cfn-lint, our own, the CDK's own engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint_all

from constructs_lib.policy import check
from tests.synth.parts import everything, resources

ROOT = Path(__file__).resolve().parent.parent.parent
FUNCTION = "AWS::Lambda::Function"
# The CDK's own functions wait for their role and its policy, although a reference to the role enforces half of that.
DEPENDENCY_THE_CDK_REPEATS = "W3005"
# The first app shows that the engine runs: the CDK leaves out of its report what found nothing.
SCRIPT = """
from aws_cdk import App, Stack
from aws_cdk.aws_kinesis import CfnStream
from tests.synth.parts import everything

context = {"@aws-cdk/core:validateAgainstDefaultRules": True}
refused = App(context=context, outdir="refused")
CfnStream(Stack(refused, "Stack"), "Stream", shard_count=0)
try:
    refused.synth()
except RuntimeError:
    print("refused")
accepted = App(context=context, outdir="accepted")
everything(accepted)
accepted.synth()
"""


def test_aws_solutions_finds_nothing_that_has_no_written_reason(app):
    everything(app)
    report = AwsSolutionsChecks().validate_scope(app)
    assert [(found.rule_name, found.violating_resources[0].construct_path) for found in report.violations] == []
    assert report.success


def test_cfn_lint_finds_nothing_in_what_is_ours(app):
    template = {"Resources": resources(everything(app))}
    found = [match for match in lint_all(json.dumps(template)) if match.rule.severity != "informational"]
    ours = [match for match in found if template["Resources"][match.path[1]]["Type"] != FUNCTION]
    assert [str(match) for match in ours] == []
    assert {match.rule.id for match in found} <= {DEPENDENCY_THE_CDK_REPEATS}


def test_the_check_command_finds_nothing_in_what_is_ours(app):
    found = [
        finding for finding in check({"Resources": resources(everything(app))}).findings if finding.severity != "info"
    ]
    assert [finding for finding in found if finding.resource_type != FUNCTION] == []
    assert {finding.rule for finding in found} <= {DEPENDENCY_THE_CDK_REPEATS}


@pytest.mark.timeout(120)
def test_the_engine_of_the_cdk_finds_nothing_when_its_rules_are_errors(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "refused\n"
    report = json.loads((tmp_path / "accepted" / "validation-report.json").read_text())
    assert [found for plugin in report["pluginReports"] for found in plugin["violations"]] == []
