"""The code of pages that have no test of their own runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from aws_cdk import App, Stack
from cloudformation_validate import CompositeEngine

import constructs_lib.cdk
from constructs_lib.enforcement.decision import message
from constructs_lib.patterns import Pattern
from constructs_lib.policy import check
from tests.synth.parts import function, resources

ROOT = Path(__file__).resolve().parents[2]


def blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)


def run(code: str, folder: Path, names: dict[str, Any] | None = None) -> dict[str, Any]:
    path = folder / "page.py"
    path.write_text(code)
    return run_path(str(path), names)


@pytest.mark.parametrize("code", [each for each in blocks("docs/enforcement.md") if "App()" in each])
def test_the_enforcement_of_the_page_is_a_whole_app(code: str, tmp_path: Path) -> None:
    run(code.replace("App()", f"App(outdir={str(tmp_path)!r})"), tmp_path)
    assert (tmp_path / "Guard.template.json").exists()


def test_the_engine_of_the_page_takes_our_rules(tmp_path: Path) -> None:
    (code,) = (each for each in blocks("docs/enforcement.md") if "as_rego" in each)
    (tmp_path / "template.yaml").write_text(
        "Resources: {A: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1, RetentionPeriodHours: 12}}}"
    )
    engine = run(code, tmp_path)["engine"]
    assert isinstance(engine, CompositeEngine)
    report = engine.validate_template(str(tmp_path / "template.yaml"))
    assert "KDS001" in {each.rule_id for each in report.diagnostics}


def test_the_hook_refuses_in_the_words_of_the_page() -> None:
    short = {"Type": "AWS::Kinesis::Stream", "Properties": {"ShardCount": 1, "RetentionPeriodHours": 12}}
    said = message(check({"Resources": {"Orders": short}}, schema=False))
    assert said in (ROOT / "docs" / "enforcement.md").read_text("utf-8")


def test_the_pattern_of_ones_own_on_the_page_is_a_pattern(tmp_path: Path) -> None:
    (code,) = (each for each in blocks("docs/patterns.md") if "TEAM_LAKE" in each)
    assert isinstance(run(code, tmp_path)["TEAM_LAKE"], Pattern)


def test_the_code_of_the_table_of_opinions_runs(tmp_path: Path) -> None:
    (code,) = blocks("constructs_lib/cdk/README.md")
    stack = Stack(App(), "Pipeline")
    given = {"self": stack, "watch": function(stack, "Watch"), "clean": function(stack, "Clean")}
    run(code, tmp_path, {**{name: getattr(constructs_lib.cdk, name) for name in constructs_lib.cdk.__all__}, **given})
    assert "AWS::KinesisFirehose::DeliveryStream" in {each["Type"] for each in resources(stack).values()}
