"""The gallery shows all there is, and is clean for the packs that people run, but for what has a written reason."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App
from aws_cdk.aws_cloudwatch import Alarm, CfnAlarm
from cdk_nag import AwsSolutionsChecks
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from constructs import Construct

import constructs_lib.cdk
from apps.gallery.app import stacks
from constructs_lib.cdk import patterns
from tests.synth.accepted import ACCEPTED, assert_explained
from tests.synth.parts import DELIVERY_STREAM
from tests.synth.request_model import request_problems
from tools import checkov

ROOT = Path(__file__).resolve().parent.parent.parent
GALLERY = ROOT / "apps" / "gallery"
# Raised, never written in an app.
SHOWN_NOWHERE = {"SchemaHasNoColumns"}
# cfn-lint goes through every region when a stack names none, and OpenSearch Serverless and its like are not in all.
EVERYTHING = "us-east-1"
# The CDK leaves out of its report what found nothing, so something has to show that its engine runs.
REFUSED = """
from aws_cdk import App, Stack
from aws_cdk.aws_kinesis import CfnStream

app = App(context={"@aws-cdk/core:validateAgainstDefaultRules": True}, outdir="refused")
CfnStream(Stack(app, "Stack"), "Stream", shard_count=0)
try:
    app.synth()
except RuntimeError:
    print("refused")
"""
PACKS = {"cdk-nag", "check", "cfn-lint", "checkov"}


@pytest.fixture(scope="module")
def gallery() -> App:
    app = App()
    stacks(app)
    return app


@pytest.fixture(scope="module")
def assembly(tmp_path_factory) -> Path:
    """Synthesize as the CDK CLI does, with the CDK's own engine in strict mode and our plugin."""
    outdir = tmp_path_factory.mktemp("gallery")
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    context = json.dumps({"@aws-cdk/core:validateAgainstDefaultRules": True})
    done = subprocess.run(
        [sys.executable, "-m", "apps.gallery.app"],
        cwd=ROOT,
        env=environment | {"CDK_OUTDIR": str(outdir), "CDK_CONTEXT_JSON": context},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return outdir


def templates(assembly: Path) -> dict[str, Path]:
    return {file.name.partition(".")[0]: file for file in sorted(assembly.glob("*.template.json"))}


def names_used() -> set[str]:
    trees = [ast.parse(file.read_text("utf-8")) for file in GALLERY.glob("*.py")]
    return {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_every_public_name_stands_in_a_stack_of_the_gallery():
    assert set(constructs_lib.cdk.__all__) - names_used() == SHOWN_NOWHERE


def test_every_public_construct_is_in_the_tree_of_the_gallery(gallery):
    shown = {type(construct) for construct in gallery.node.find_all()}
    public = {name: getattr(constructs_lib.cdk, name) for name in constructs_lib.cdk.__all__}
    missing = [
        name
        for name, value in public.items()
        if inspect.isclass(value) and issubclass(value, Construct) and value not in shown
    ]
    assert missing == []


def test_every_pattern_is_in_the_tree_of_the_gallery(gallery):
    shown = {type(construct).__name__ for construct in gallery.node.find_all()}
    assert set(patterns.__all__) - shown == {patterns.PatternConstruct.__name__}


def test_every_partner_has_a_delivery(assembly):
    resources = json.loads(templates(assembly)["PartnerEndpoints"].read_text())["Resources"].values()
    names = [
        each["Properties"]["HttpEndpointDestinationConfiguration"]["EndpointConfiguration"]["Name"]
        for each in resources
        if each["Type"] == DELIVERY_STREAM
    ]
    assert sorted(names) == sorted(partner.name for partner in constructs_lib.cdk.PARTNERS)


def test_the_readme_names_every_stack(gallery):
    readme = (GALLERY / "README.md").read_text("utf-8")
    assert [stack.node.id for stack in gallery.node.children if f"| `{stack.node.id}` |" not in readme] == []


def test_the_page_about_alarms_names_every_alarm(gallery):
    named = tuple(re.findall(r"`([A-Z][A-Za-z]+)`", (ROOT / "docs" / "alarms.md").read_text("utf-8")))
    watched = [each for each in gallery.node.find_all() if isinstance(each, constructs_lib.cdk.PipelineMonitoring)]
    alarms = [each for monitoring in watched for each in monitoring.node.children if isinstance(each, CfnAlarm | Alarm)]
    assert len(alarms) > 50
    assert [alarm.node.path for alarm in alarms if not alarm.node.id.endswith(named)] == []


def test_firehose_takes_every_delivery_stream(assembly):
    found = {
        f"{stack}/{name}": request_problems(resource["Properties"])
        for stack, file in templates(assembly).items()
        for name, resource in json.loads(file.read_text())["Resources"].items()
        if resource["Type"] == DELIVERY_STREAM
    }
    assert found
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_the_engine_of_the_cdk_finds_nothing_when_its_rules_are_errors(assembly):
    report = json.loads((assembly / "validation-report.json").read_text())
    assert [found for plugin in report["pluginReports"] for found in plugin["violations"]] == []


def test_that_engine_refuses_what_its_rules_refuse(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    done = subprocess.run(
        [sys.executable, "-c", REFUSED],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "refused\n"), done.stderr


def test_aws_solutions_finds_nothing_that_has_no_written_reason(gallery):
    report = AwsSolutionsChecks().validate_scope(gallery)
    assert_explained(
        "cdk-nag",
        [
            (found.rule_name.partition("[")[0], resource.construct_path)
            for found in report.violations
            for resource in found.violating_resources
        ],
    )


def test_the_check_command_finds_nothing_that_has_no_written_reason(assembly):
    command = [sys.executable, "-m", "constructs_lib", "check", str(assembly), "--format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    found = [each for each in json.loads(done.stdout)["findings"] if each["severity"] != "info"]
    assert_explained(
        "check", [(each["rule"], f"{Path(each['file']).name.partition('.')[0]}/{each['resource']}") for each in found]
    )


def test_cfn_lint_finds_nothing_that_has_no_written_reason(assembly):
    assert_explained(
        "cfn-lint",
        [
            (match.rule.id, f"{stack}/{match.path[1]}")
            for stack, file in templates(assembly).items()
            for match in lint(file.read_text(), config=ManualArgs(regions=[EVERYTHING]))
            if match.rule.severity != "informational"
        ],
    )


def test_checkov_finds_nothing_that_has_no_written_reason(assembly):
    assert_explained("checkov", [(found["rule"], found["where"]) for found in checkov.findings(assembly)])


def test_every_reason_is_one_of_a_pack_that_is_run():
    assert {each["pack"] for each in ACCEPTED} == PACKS
    assert [each for each in ACCEPTED if set(each) != {"pack", "rule", "where", "reason"} or not each["reason"]] == []
