"""The same findings in every place that shows them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATE = """
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      ShardCount: 1
      RetentionPeriodHours: 12
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: DirectPut
      ExtendedS3DestinationConfiguration:
        BucketARN: arn:aws:s3:::lake
        RoleARN: arn:aws:iam::111122223333:role/delivery
        Prefix: "orders/!{timestamp:yyyy}/"
"""
ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        list(words), capture_output=True, text=True, cwd=cwd, env={**os.environ, **environment}, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pipeline.yaml").write_text(TEMPLATE)
    return tmp_path


def by_check(folder: Path) -> set[tuple[str, int]]:
    done = run(
        sys.executable, "-m", "constructs_lib", "check", "--no-schema", "--format", "json", "pipeline.yaml", cwd=folder
    )
    return {(entry["rule"], entry["line"]) for entry in json.loads(done.stdout)["findings"]}


def test_cfn_lint_finds_the_same_at_the_same_lines(folder: Path) -> None:
    rules = ["--append-rules", "constructs_lib.policy.cfnlint", "--include-checks", "I"]
    done = run("cfn-lint", "--format", "json", *rules, "--", "pipeline.yaml", cwd=folder)
    ours = {rule for rule, _ in by_check(folder)}
    found = {
        (entry["Rule"]["Id"], entry["Location"]["Start"]["LineNumber"])
        for entry in json.loads(done.stdout)
        if entry["Rule"]["Id"] in ours
    }
    assert {rule for rule, _ in found} == ours
    assert ("KDS001", 7) in found & by_check(folder)


def test_cfn_lint_ignores_a_rule_by_its_id(folder: Path) -> None:
    done = run("cfn-lint", "-a", "constructs_lib.policy.cfnlint", "-i", "KDS001", "--", "pipeline.yaml", cwd=folder)
    assert "KDS001" not in done.stdout
    assert "KDF100" in done.stdout


def test_python_finds_the_same(folder: Path) -> None:
    from constructs_lib.policy import check

    report = check(folder / "pipeline.yaml", schema=False)
    assert {(finding.rule, finding.line) for finding in report.findings} == by_check(folder)
    as_text = check(TEMPLATE, schema=False)
    assert {finding.rule for finding in as_text.findings} == {finding.rule for finding in report.findings}


def test_pytest_makes_a_test_of_each_template(folder: Path) -> None:
    (folder / "good.yaml").write_text("Resources: {Topic: {Type: AWS::SNS::Topic}}\n")
    done = run(sys.executable, "-m", "pytest", "-q", "--kinesis-templates", ".", "-p", "no:cacheprovider", cwd=folder)
    assert "1 failed, 1 passed" in done.stdout
    assert "error KDS001" in done.stdout
    assert "error KDF100" in done.stdout
    assert "Traceback" not in done.stdout


def test_pytest_loads_nothing_heavy_for_those_who_do_not_use_it(folder: Path) -> None:
    (folder / "test_nothing.py").write_text(
        "import sys\ndef test_nothing(): assert not {'aws_cdk', 'cloudformation_validate'} & set(sys.modules)\n"
    )
    assert run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder).returncode == 0


def test_a_missing_path_is_said_in_one_line(folder: Path) -> None:
    done = run(sys.executable, "-m", "pytest", "-q", "--kinesis-templates", "nowhere", cwd=folder)
    assert "nowhere does not exist" in done.stderr


def test_a_profile_counts_in_check_by_option_and_by_environment(folder: Path) -> None:
    (folder / "organisation.yaml").write_text("version: 1\nseverities: {KDS001: info, KDF100: off}\n")
    command = [sys.executable, "-m", "constructs_lib", "check", "--no-schema", "--format", "json", "pipeline.yaml"]
    for done in (
        run(*command, "--profile", "organisation.yaml", cwd=folder),
        run(*command, cwd=folder, KINESIS_CONSTRUCTS_PROFILE="organisation.yaml"),
    ):
        findings = json.loads(done.stdout)["findings"]
        assert {entry["severity"] for entry in findings if entry["rule"] == "KDS001"} == {"info"}
        assert "KDF100" not in {entry["rule"] for entry in findings}


def test_a_wrong_profile_ends_with_exit_2_and_its_line(folder: Path) -> None:
    (folder / "organisation.yaml").write_text("version: 1\nrules: {}\n")
    done = run(
        sys.executable, "-m", "constructs_lib", "check", "pipeline.yaml", "--profile", "organisation.yaml", cwd=folder
    )
    assert done.returncode == 2
    assert "organisation.yaml:2:1: rules is unknown" in done.stderr


def test_a_baseline_lets_a_legacy_repository_start_clean(folder: Path) -> None:
    command = [sys.executable, "-m", "constructs_lib", "check", "--no-schema", "pipeline.yaml"]
    assert run(*command, "--write-baseline", "known.json", cwd=folder).returncode == 0
    assert run(*command, "--baseline", "known.json", cwd=folder).returncode == 0
    (folder / "pipeline.yaml").write_text(TEMPLATE.replace("ShardCount: 1", "ShardCount: 0"))
    done = run(*command, "--baseline", "known.json", "--format", "json", cwd=folder)
    assert done.returncode == 1
    assert {entry["rule"] for entry in json.loads(done.stdout)["findings"]} == {"KDS004"}


def test_against_names_what_an_update_loses(folder: Path) -> None:
    (folder / "new.yaml").write_text(TEMPLATE.replace("ShardCount: 1", "ShardCount: 5"))
    words = ["check", "--no-schema", "--format", "json", "new.yaml", "--against", "pipeline.yaml"]
    done = run(sys.executable, "-m", "constructs_lib", *words, cwd=folder)
    assert "UPD002" in {entry["rule"] for entry in json.loads(done.stdout)["findings"]}


def test_new_rule_writes_a_rule_whose_test_passes(tmp_path: Path) -> None:
    done = run(sys.executable, "-m", "constructs_lib", "new", "rule", "team-owner", "--family", "TEAM", cwd=tmp_path)
    assert "kinesis_constructs.rules" in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"team010_team_owner.py", "test_team010_team_owner.py"}
    tested = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert tested.returncode == 0, tested.stdout


def test_new_rule_refuses_names_that_cannot_be_and_files_that_are_there(tmp_path: Path) -> None:
    for words in (["Not A Name"], ["fine", "--family", "kds"], ["stream-shard-count-matches-mode"]):
        done = run(sys.executable, "-m", "constructs_lib", "new", "rule", *words, cwd=tmp_path)
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_rule_of_another_package_is_found_through_its_entry_point(tmp_path: Path) -> None:
    run(sys.executable, "-m", "constructs_lib", "new", "rule", "team-owner", "--family", "TEAM", cwd=tmp_path)
    package = tmp_path / "team-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: team\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[kinesis_constructs.rules]\nowner = team010_team_owner:team_owner\n")
    done = run(sys.executable, "-m", "constructs_lib", "rules", "TEAM010", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert "team-owner" in done.stdout


def test_the_table_of_limits_agrees_with_what_is_installed() -> None:
    done = run(sys.executable, "-m", "constructs_lib", "limits", "--verify", cwd=ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 new differences" in done.stdout
