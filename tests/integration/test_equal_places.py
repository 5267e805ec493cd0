"""One template, the same findings in every place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.places import COMMAND, PLACES, Found, python, run

FAILURES = Path(__file__).resolve().parents[1] / "data" / "failures"
CHOSEN = {
    "Retention": "003-stream-retention-below-24",
    "RecordSize": "010-stream-max-record-size-out-of-range",
    "UnusedKey": "033-dp-key-not-used",
    "Delimiter": "044-deaggregation-delimited-without-delimiter",
    "Gzip": "050-conversion-with-gzip",
    "Consumers": "012-consumers-over-limit",
}
Place = Callable[[Path, Path | None], Found]


@pytest.fixture
def failures(tmp_path: Path) -> Path:
    for name, folder in CHOSEN.items():
        shutil.copy(FAILURES / folder / "bad.yaml", tmp_path / f"{name}.yaml")
    return tmp_path


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_known_failures_have_the_same_ids(failures: Path, place: Place) -> None:
    wanted = python(failures, None)
    assert set(wanted) == set(CHOSEN)
    assert place(failures, None) == wanted


ORGANISATION = """
version: 1
bounds:
  kinesis-stream-retention-hours: {maximum: 168}
quotas:
  esm-filters-default-quota: 10
require:
  customer_keys: true
  tags: [owner]
waivers:
  - {rule: ORG001, resource: Accepted, owner: us, reason: moves next week, expires: 2999-01-01}
  - {rule: KDS001, resource: Late, owner: us, reason: moved last week, expires: 2020-01-01}
  - {rule: KDS001, resource: Nothing, owner: us, reason: nobody remembers, expires: 2999-01-01}
"""
PIPELINE = """
Resources:
  Long:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1, RetentionPeriodHours: 720, Tags: [{Key: owner, Value: us}]}
  Late:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1, RetentionPeriodHours: 12, Tags: [{Key: owner, Value: us}]}
  Accepted:
    Type: AWS::Kinesis::Stream
    Properties: {ShardCount: 1}
  Watch:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Accepted.Arn
      FunctionName: watch
      StartingPosition: LATEST
      MaximumRecordAgeInSeconds: 3600
      FilterCriteria: {Filters: [FILTERS]}
"""
FILTERS = ", ".join(f"""{{Pattern: '{{"data": {{"n": [{n}]}}}}'}}""" for n in range(7))


@pytest.fixture
def organisation(tmp_path: Path) -> tuple[Path, Path]:
    folder, profile = tmp_path / "templates", tmp_path / "organisation.yml"
    folder.mkdir()
    (folder / "Pipeline.yaml").write_text(PIPELINE.replace("FILTERS", FILTERS))
    profile.write_text(ORGANISATION)
    return folder, profile


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_a_profile_has_the_same_ids(organisation: tuple[Path, Path], place: Place) -> None:
    folder, profile = organisation
    assert "LAM023" in set().union(*place(folder, None).values())
    ids = set().union(*place(folder, profile).values())
    assert {"ORG001", "ORG002", "ORG004", "KDS001", "PRF001", "PRF002"} <= ids
    assert "LAM023" not in ids
    assert ids == set().union(*python(folder, profile).values())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([*COMMAND, "Pipeline.yaml"], 2),
        (["cfn-lint", "--append-rules", "constructs_lib.policy.cfnlint", "--", "Pipeline.yaml"], 6),
        ([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--kinesis-templates", "."], 4),
    ],
    ids=["check", "cfn_lint", "pytest_plugin"],
)
def test_a_wrong_profile_is_said_in_one_sentence(organisation: tuple[Path, Path], words: list[str], code: int) -> None:
    folder, profile = organisation
    profile.write_text("version: 1\nbound: {}\n")
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "KINESIS_CONSTRUCTS_PROFILE": str(profile)},
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr
    assert f"{profile}:2:1: bound is unknown; did you mean bounds?" in done.stdout + done.stderr


def test_the_ini_file_names_templates_and_profile_for_items_and_fixture(organisation: tuple[Path, Path]) -> None:
    folder, profile = organisation
    root = folder.parent
    (root / "pytest.ini").write_text(f"[pytest]\nkinesis_templates = templates\nkinesis_profile = {profile.name}\n")
    (root / "test_one.py").write_text("def test_one(assert_compliant): assert_compliant('templates/Pipeline.yaml')\n")
    text = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], root, None)
    assert "3 failed" in text
    assert text.count("error ORG004 tighter-bounds") == 2
    assert "waivers of organisation.yml - PRF001" in text
