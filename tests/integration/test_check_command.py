from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}}\n"
BAD = "Resources: {Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1, RetentionPeriodHours: 12}}}\n"
LATE = """
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Orders.Arn
      FunctionName: watch-orders
      StartingPosition: LATEST
      MaximumRecordAgeInSeconds: 90000
"""


FIELDS = {
    "rule", "name", "severity", "message", "file", "line", "column", "resource", "resource_type", "construct_path",
    "property", "given", "allowed", "why", "fix", "source", "origin",
}  # fmt: skip


def run(*words: str, text: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "constructs_lib", *words]
    return subprocess.run(command, input=text, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.yaml").write_text(GOOD)
    (tmp_path / "bad.yaml").write_text(BAD)
    (tmp_path / "late.yaml").write_text(LATE)
    return tmp_path


def test_exit_codes_tell_nothing_found_from_findings_from_unreadable(folder: Path) -> None:
    assert run("check", "--no-schema", "good.yaml", cwd=folder).returncode == 0
    assert run("check", "--no-schema", "bad.yaml", cwd=folder).returncode == 1
    assert run("check", "--no-schema", "missing.yaml", cwd=folder).returncode == 2


def test_fail_on_sets_the_threshold(folder: Path) -> None:
    for threshold, code in (("error", 0), ("warning", 1), ("never", 0)):
        assert run("check", "--no-schema", "--fail-on", threshold, "late.yaml", cwd=folder).returncode == code
    assert run("check", "--no-schema", "--fail-on", "never", "bad.yaml", cwd=folder).returncode == 0


def test_github_gets_advice_only_where_it_is_asked_for(folder: Path) -> None:
    words = ("check", "--format", "github", "good.yaml")
    assert run(*words, cwd=folder).stdout.strip() == ""
    assert "::notice " in run(*words, "--info", cwd=folder).stdout


def test_json_has_the_promised_fields(folder: Path) -> None:
    report = json.loads(run("check", "--format", "json", "bad.yaml", cwd=folder).stdout)
    assert set(report) == {"version", "findings", "undecided", "acknowledged", "summary"}
    assert report["version"] == 1
    assert set(report["summary"]) == {"files", "resources", "errors", "warnings", "info", "undecided"}
    finding = next(entry for entry in report["findings"] if entry["origin"] == "policy")
    assert set(finding) >= FIELDS
    assert (finding["rule"], finding["file"], finding["line"]) == ("KDS001", "bad.yaml", 1)


def test_schema_findings_stand_in_the_same_report_unless_left_out(folder: Path) -> None:
    (folder / "typo.yaml").write_text("Resources: {O: {Type: AWS::Kinesis::Stream, Properties: {ShardCuont: 1}}}\n")
    found = json.loads(run("check", "--format", "json", "typo.yaml", cwd=folder).stdout)["findings"]
    assert any(finding["origin"] == "schema" and "ShardCuont" in finding["message"] for finding in found)
    assert json.loads(run("check", "--format", "json", "--no-schema", "typo.yaml", cwd=folder).stdout)["findings"] == []


def test_what_the_policy_says_is_not_said_again_by_the_schema(folder: Path) -> None:
    (folder / "zero.yaml").write_text(BAD.replace("ShardCount: 1", "ShardCount: 0"))
    found = json.loads(run("check", "--format", "json", "zero.yaml", cwd=folder).stdout)["findings"]
    assert [finding["rule"] for finding in found if finding["property"] == "ShardCount"] == ["KDS004"]


def test_standard_input_and_an_output_file(folder: Path) -> None:
    done = run("check", "-", "--no-schema", "--format", "json", "--output", "report.json", text=BAD, cwd=folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((folder / "report.json").read_text())["findings"][0]["file"] == "<stdin>"


def test_a_folder_is_searched_for_templates_only(folder: Path) -> None:
    (folder / "notes.json").write_text('{"a": 1}')
    (folder / "deeper").mkdir()
    (folder / "deeper" / "more.yaml").write_text(BAD)
    report = json.loads(run("check", "--no-schema", "--format", "json", ".", cwd=folder).stdout)
    assert report["summary"]["files"] == 4
    assert {finding["file"] for finding in report["findings"] if finding["rule"] == "KDS001"} == {
        "bad.yaml",
        "deeper/more.yaml",
    }


def test_one_unreadable_file_does_not_hide_the_others(folder: Path) -> None:
    (folder / "broken.yaml").write_text("Resources: [AWS::")
    done = run("check", "--no-schema", "--format", "json", "broken.yaml", "bad.yaml", cwd=folder)
    assert done.returncode == 2
    assert [finding["rule"] for finding in json.loads(done.stdout)["findings"]] == ["KDS001"]
    assert "broken.yaml" in done.stderr


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"hello", "mapping"),
        (b"\xff\xfe\x00", ""),
        (b'{"Resources": ' + b'{"a":' * 100_000, "recursion limit"),
        (b"Resources: {" + b"x" * 11_000_000 + b": 1}", "maximum size"),
    ],
    ids=["empty", "text", "binary", "deep", "huge"],
)
def test_bad_input_is_one_sentence_and_exit_code_2(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "it.json").write_bytes(content)
    done = run("check", "it.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kinesis-constructs check: it.json")
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr.lower()


def test_a_file_that_may_not_be_read_or_written_is_named(folder: Path) -> None:
    assert "is a directory" in run("check", "good.yaml", "--no-schema", "--output", ".", cwd=folder).stderr
    assert "no such file" in run("check", "missing.yaml", cwd=folder).stderr


def test_wrong_words_show_the_usage(folder: Path) -> None:
    for words in (["check"], ["check", "good.yaml", "--format", "xml"], ["chekc", "good.yaml"], ["rules", "--what"]):
        done = run(*words, cwd=folder)
        assert done.returncode == 2
        assert "usage:" in done.stderr
        assert "Traceback" not in done.stderr


def test_an_unknown_rule_or_limit_says_how_to_list_them() -> None:
    assert "rules lists them" in run("rules", "KDS999").stderr
    assert "limits lists them" in run("limits", "no-such-thing").stderr


def test_every_command_shows_an_example_in_its_help() -> None:
    for command in ("check", "rules", "limits", "local"):
        help_text = run(command, "--help").stdout
        assert f"  kinesis-constructs {command}" in help_text


def test_an_assembly_is_read_through_its_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {
        "A": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}},
        "Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Stage"}},
    }}))  # fmt: skip
    stage = tmp_path / "assembly-Stage"
    stage.mkdir()
    (stage / "manifest.json").write_text(json.dumps({"artifacts": {
        "B": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "B.template.json"}},
    }}))  # fmt: skip
    producer = {"Resources": {"S": {"Type": "AWS::Kinesis::Stream", "Properties": {"RetentionPeriodHours": 24}}},
                "Outputs": {"O": {"Value": {"Fn::GetAtt": ["S", "Arn"]}, "Export": {"Name": "s"}}}}  # fmt: skip
    consumer = {"Resources": {"M": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
        "EventSourceArn": {"Fn::ImportValue": "s"}, "MaximumRecordAgeInSeconds": 90000}}}}  # fmt: skip
    (tmp_path / "A.template.json").write_text(json.dumps(producer))
    (stage / "B.template.json").write_text(json.dumps(consumer))
    report = json.loads(run("check", "--no-schema", "--format", "json", str(tmp_path)).stdout)
    assert report["summary"]["files"] == 2
    assert "LAM010" in {finding["rule"] for finding in report["findings"]}


def test_a_reader_that_stops_early_is_no_crash(folder: Path) -> None:
    command = f"{sys.executable} -m constructs_lib rules --format markdown | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=dict(os.environ), check=False)
    assert done.stderr == ""
