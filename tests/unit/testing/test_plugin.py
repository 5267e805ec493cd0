from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from constructs_lib.testing import synthesize

ROOT = Path(__file__).resolve().parents[3]
APP = """
import os
from types import SimpleNamespace as Made
VALIDATION = os.environ.get("CDK_VALIDATION")
calls = []
def build():
    calls.append(1)
    stack = Made(hierarchical_id="Prod/Pipeline", template_full_path="Pipeline.template.json")
    return Made(synth=lambda: Made(stacks_recursively=[stack]))
"""
TESTS = """
import infrastructure
def test_one(kinesis_synth):
    assert str(kinesis_synth()["Prod/Pipeline"]) == "Pipeline.template.json"
def test_two(kinesis_synth):
    assert kinesis_synth() is kinesis_synth("infrastructure:build")
    assert infrastructure.calls == [1]
    assert infrastructure.VALIDATION == "false"
"""


def run(folder: Path, ini: str, *options: str, **environment: str) -> str:
    (folder / "pytest.ini").write_text(f"[pytest]\n{ini}\n")
    known = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**known, **environment},
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "infrastructure.py").write_text(APP)
    (tmp_path / "conftest.py").write_text("import infrastructure\n")
    (tmp_path / "test_pipeline.py").write_text(TESTS)
    return tmp_path


def test_the_app_of_the_ini_file_is_made_once_and_without_validation_even_where_a_conftest_imports_it(
    project: Path,
) -> None:
    assert "2 passed" in run(project, "kinesis_app = infrastructure:build")


def test_validation_that_somebody_asked_for_stays(project: Path) -> None:
    text = run(project, "kinesis_app = infrastructure:build", CDK_VALIDATION="true")
    assert "AssertionError: assert 'true' == 'false'" in text


def test_without_the_ini_file_the_environment_stays_and_the_fixture_says_what_to_do(project: Path) -> None:
    text = run(project, "")
    assert "kinesis-constructs: set kinesis_app in the ini file, or give kinesis_synth an app" in text


RELEASED = """
from constructs_lib.testing import assert_safe_update
def test_the_update_loses_nothing(kinesis_release, kinesis_synth):
    assert_safe_update(kinesis_release("Prod/Pipeline"), kinesis_synth()["Prod/Pipeline"])
"""


def test_an_update_is_compared_with_the_release_that_was_stored_last(project: Path) -> None:
    template = project / "Pipeline.template.json"
    template.write_text(json.dumps({"Resources": {"Orders": {"Type": "AWS::Kinesis::Stream"}}}))
    (project / "test_pipeline.py").write_text(RELEASED)
    ini = "kinesis_app = infrastructure:build"
    assert "1 skipped" in run(project, ini)
    stored = run(project, ini, "--kinesis-release-update")
    assert "kinesis-constructs: stored releases/Prod-Pipeline.template.json" in stored
    assert "1 passed" in stored
    template.write_text(json.dumps({"Resources": {"Events": {"Type": "AWS::Kinesis::Stream"}}}))
    failed = run(project, ini)
    assert "UPD001 stream-is-replaced" in failed
    assert "1 failed" in failed


def test_a_test_without_a_release_is_skipped_with_what_to_do(project: Path) -> None:
    (project / "test_pipeline.py").write_text(RELEASED)
    text = run(project, "kinesis_app = infrastructure:build\nkinesis_releases = last", "-rs")
    assert "no release of Prod/Pipeline is stored in last: pytest --kinesis-release-update stores it" in text


def test_a_stack_that_the_app_does_not_have_cannot_be_stored(project: Path) -> None:
    (project / "test_pipeline.py").write_text(RELEASED.replace('release("Prod/', 'release("Test/'))
    text = run(project, "kinesis_app = infrastructure:build", "--kinesis-release-update")
    assert "the app has no stack Test/Pipeline; it has Prod/Pipeline" in text
    assert not (project / "releases").exists()


def test_the_plugin_loads_neither_the_cdk_nor_the_policy() -> None:
    program = "import json, sys, constructs_lib.testing.plugin; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    loaded = json.loads(done.stdout)
    heavy = ("aws_cdk", "jsii", "boto3", "constructs_lib.policy", "constructs_lib.graph", "constructs_lib.simulation")
    assert [name for name in loaded if name.startswith(heavy)] == []


@pytest.mark.parametrize(
    ("app", "problem"),
    [
        ("infrastructure", "'infrastructure' names no function; give a function without arguments"),
        ("json:absent", "json has no function absent; give"),
        ("nowhere:build", "there is no module nowhere beside the tests; give"),
        (lambda: None, "the app is a NoneType; give"),
    ],
)
def test_what_is_no_app_is_said(app: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        synthesize(app)


def test_a_stack_that_the_app_does_not_have_is_named_with_those_it_has() -> None:
    stack = SimpleNamespace(hierarchical_id="Prod/Pipeline", template_full_path="Pipeline.template.json")
    made = SimpleNamespace(synth=lambda: SimpleNamespace(stacks_recursively=[stack]))
    with pytest.raises(KeyError, match="the app has no stack Pipeline; it has Prod/Pipeline"):
        synthesize(lambda: made)["Pipeline"]


REFUSED = """
from constructs_lib.testing.synth import NoApp
def build():
    raise {error}
"""


def test_an_app_that_is_refused_is_said_once_without_what_is_inside_of_the_library(project: Path) -> None:
    (project / "infrastructure.py").write_text(REFUSED.format(error='NoApp("12 hours are too few\\nmore of it")'))
    text = run(project, "kinesis_app = infrastructure:build")
    assert (
        text.count("the app cannot be synthesized: 12 hours are too few\nmore of it\n  at        infrastructure.py:4")
        == 1
    )
    assert "the app cannot be synthesized, as another test says: 12 hours are too few\n" in text
    assert "plugin.py" not in text


def test_an_app_that_is_broken_keeps_its_traceback(project: Path) -> None:
    (project / "infrastructure.py").write_text(REFUSED.format(error="TypeError('unexpected')"))
    text = run(project, "kinesis_app = infrastructure:build")
    assert "infrastructure.py:4: TypeError" in text
    assert "cannot be synthesized" not in text


def test_what_the_app_raises_is_not_kept() -> None:
    answers = iter([SimpleNamespace(), SimpleNamespace(synth=lambda: SimpleNamespace(stacks_recursively=[]))])

    def build() -> Any:
        return next(answers)

    with pytest.raises(ValueError, match="SimpleNamespace"):
        synthesize(build)
    assert synthesize(build) == {}
