"""A profile names the rules of AWS's own engine in every place that shows what it finds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from constructs_lib.policy import check
from constructs_lib.testing import NotCompliant, assert_compliant

PAINTED = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1, Colour: blue}}}\n"
PROFILE = """
version: 1
waivers:
  - {{rule: {rule}, resource: Orders, owner: data platform, reason: it is repainted, expires: {expires}}}
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "painted.yaml"
    path.write_text(PAINTED)
    return path


@pytest.fixture
def rule(template: Path) -> str:
    (found,) = [each for each in check(str(template)).findings if "Colour" in each.message]
    assert (found.origin, found.severity) == ("schema", "error")
    return found.rule


@pytest.fixture
def profile(tmp_path: Path, rule: str) -> Path:
    path = tmp_path / "organisation.yaml"
    path.write_text(PROFILE.format(rule=rule, expires="2099-01-01"))
    return path


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "constructs_lib", "check", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_accepts_it_and_sarif_suppresses_it(template: Path, profile: Path, rule: str) -> None:
    assert run(template).returncode == 1
    done = run(template, "--profile", profile, "--format", "sarif")
    assert done.returncode == 0, done.stdout
    results = json.loads(done.stdout)["runs"][0]["results"]
    (suppressed,) = [each["suppressions"] for each in results if each["ruleId"] == rule]
    assert suppressed[0]["justification"].startswith("it is repainted (data platform")


def test_python_and_pytest_accept_it(template: Path, profile: Path, rule: str) -> None:
    assert [each["rule"] for each in check(str(template), profile=profile).acknowledged] == [rule]
    assert_compliant(template, schema=True, profile=profile)
    with pytest.raises(NotCompliant, match=rule):
        assert_compliant(template, schema=True, profile="")


def test_without_the_engine_the_waiver_is_not_called_unused(template: Path, profile: Path) -> None:
    done = run(template, "--profile", profile, "--no-schema", "--fail-on", "info")
    assert "PRF002" not in done.stdout


def test_an_expired_one_counts_again(template: Path, profile: Path, rule: str) -> None:
    profile.write_text(PROFILE.format(rule=rule, expires="2026-01-01"))
    done = run(template, "--profile", profile)
    assert done.returncode == 1
    assert rule in done.stdout
    assert "PRF001" in done.stdout


def test_a_mistyped_id_is_refused_with_its_line(template: Path, profile: Path) -> None:
    profile.write_text(PROFILE.format(rule="E3999", expires="2099-01-01"))
    done = run(template, "--profile", profile)
    assert done.returncode == 2
    assert "organisation.yaml:4:" in done.stderr
    assert "AWS's engine has no rule E3999; did you mean E3" in done.stderr


def test_a_waiver_may_name_the_construct(tmp_path: Path, template: Path, profile: Path) -> None:
    (tmp_path / "painted.template.json").write_text(json.dumps(yaml.safe_load(PAINTED)))
    entries = {"/Ingest/Orders/Resource": [{"type": "aws:cdk:logicalId", "data": "Orders"}]}
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "painted.template.json"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"Ingest": {**stack, "metadata": entries}}}))
    profile.write_text(profile.read_text().replace("resource: Orders", "resource: Ingest/Orders"))
    assembly = tmp_path / "painted.template.json"
    assert run(assembly, "--profile", profile).returncode == 0
    assert run(template, "--profile", profile).returncode == 1
