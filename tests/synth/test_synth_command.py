"""`synth` writes a template that CloudFormation and the policy accept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from cloudformation_validate import TemplateContent, TemplateModel

from constructs_lib.cdk import Pipeline
from constructs_lib.cli import main
from constructs_lib.policy import check

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "spec.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=["smallest", "larger", "destinations"])
def test_the_examples_of_the_page_become_templates_with_nothing_to_find(text, tmp_path, capsys):
    spec, template = tmp_path / "pipeline.yaml", tmp_path / "template.yaml"
    spec.write_text(text)
    assert main(["check", str(spec)]) == 0
    assert main(["synth", str(spec), "--output", str(template)]) == 0
    assert "kinesis-constructs synth" not in capsys.readouterr().err
    found = check(template)
    assert [str(each) for each in found.findings if each.severity == "error"] == []
    assert [str(each) for each in found.findings if each.origin == "policy" and each.severity != "info"] == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipeline.yaml", "template.yaml"]


def test_yaml_and_json_hold_the_same(tmp_path, capsys):
    spec = tmp_path / "pipeline.yaml"
    spec.write_text(EXAMPLES[1])
    assert main(["synth", str(spec)]) == 0
    as_yaml = capsys.readouterr().out
    assert main(["synth", str(spec), "--format", "json"]) == 0
    as_json = capsys.readouterr().out
    assert yaml.safe_load(as_yaml) == json.loads(as_json)
    assert "&id" not in as_yaml
    assert TemplateModel(TemplateContent(as_yaml, "template.yaml")).resources()


def test_names_of_the_spec_are_logical_ids(tmp_path, capsys):
    spec = tmp_path / "pipeline.yaml"
    spec.write_text(EXAMPLES[1])
    assert main(["synth", str(spec), "--format", "json"]) == 0
    resources = json.loads(capsys.readouterr().out)["Resources"]
    assert {name: resources[name]["Type"] for name in ("Orders", "Watch", "ToLake")} == {
        "Orders": "AWS::Kinesis::Stream",
        "Watch": "AWS::Lambda::EventSourceMapping",
        "ToLake": "AWS::KinesisFirehose::DeliveryStream",
    }


def test_a_function_without_its_role_is_told(tmp_path, capsys):
    spec = tmp_path / "pipeline.yaml"
    spec.write_text("\n".join(line for line in EXAMPLES[1].splitlines() if "functionRole" not in line))
    assert main(["synth", str(spec), "--format", "json"]) == 0
    assert "Watch: the function was imported without its role" in capsys.readouterr().err


def test_the_app_of_the_page_runs(monkeypatch, tmp_path):
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(program, "docs/spec.md", "exec"), names)  # noqa: S102  the page's own example
    assert isinstance(names["pipeline"], Pipeline)
