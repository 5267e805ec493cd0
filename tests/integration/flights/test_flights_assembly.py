from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App
from cdk_nag import AwsSolutionsChecks

from apps.flights.events import encode_event, read_events
from apps.flights.functions.transform.index import handler
from apps.flights.stack import FlightsStack
from constructs_lib.policy import Severity, check
from constructs_lib.testing import NotCompliant, assert_fits

ROOT = Path(__file__).resolve().parents[3]
FLIGHTS = 5_000


def synthesized(folder: Path) -> subprocess.CompletedProcess[str]:
    """Synthesize as `make synth` does, with the CDK's own engine on."""
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    command = [sys.executable, "tools/synth.py", "flights", "--output", str(folder)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one")
    done = synthesized(folder)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    return folder / "flights"


@pytest.fixture(scope="module")
def template(assembly: Path) -> str:
    return (assembly / "Flights.template.json").read_text()


def test_neither_the_policy_nor_the_engine_of_the_cdk_finds_anything_at_synthesis(assembly):
    report = json.loads((assembly / "validation-report.json").read_text())
    assert [violation for plugin in report["pluginReports"] for violation in plugin["violations"]] == []


def test_the_check_command_finds_nothing(template):
    assert [finding for finding in check(template).findings if finding.severity is not Severity.INFO] == []


def test_the_transform_and_its_delivery_stream_fit(template):
    events = [encode_event(event) for event in read_events(FLIGHTS)]
    assert_fits(template, handler, events)
    with pytest.raises(NotCompliant, match="FIT005"):
        assert_fits(template, handler, events, output_growth=1.0)


def test_cfn_lint_finds_nothing(assembly):
    command = [Path(sys.executable).with_name("cfn-lint"), assembly / "Flights.template.json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_cdk_nag_finds_nothing():
    app = App()
    FlightsStack(app, "Flights")
    report = AwsSolutionsChecks().validate_scope(app)
    assert [violation.rule_name for violation in report.violations] == []


def test_a_second_synthesis_gives_the_same_template_and_assets(assembly, template, tmp_path):
    """Deploying from another machine changes nothing: assets are named by what they hold."""
    assert synthesized(tmp_path).returncode == 0
    assert (tmp_path / "flights" / "Flights.template.json").read_text() == template
    assert {path.name for path in (tmp_path / "flights").glob("asset.*")} == {
        path.name for path in assembly.glob("asset.*")
    }


def test_an_unknown_app_is_refused_in_one_sentence():
    done = subprocess.run([sys.executable, "tools/synth.py", "nowhere"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "no app nowhere; there are " in done.stderr
    assert "Traceback" not in done.stderr
