"""The organisation's defaults are published as a module that an app imports; its own tests pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from constructs_lib.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
PROFILE = {
    "version": 1,
    "bounds": {"kinesis-stream-retention-hours": {"maximum": 168}},
    "require": {"customer_keys": True, "tags": ["owner", "cost-center"]},
}


def publish(folder: Path, *words: str) -> int:
    return main(["patterns", "publish", "--as", "injectors", "--to", str(folder), *words])


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    quiet = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "CDK_VALIDATION": "false"}
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False,
                          env={**os.environ, **quiet, **environment})  # fmt: skip


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "organisation.yaml"
    file.write_text(yaml.safe_dump(PROFILE))
    return file


@pytest.mark.parametrize(
    "given",
    [
        ["--set", f"key_arn={KEY}", "--set", "retention_hours=72", "--tag", "owner=data"],
        ["--set", "key_parameter=/streaming/key-arn"],
    ],
    ids=["arn", "parameter"],
)
def test_the_module_passes_its_own_tests(tmp_path, profile, given):
    folder = tmp_path / "app" / "organisation_defaults"
    assert publish(folder, "--profile", str(profile), *given) == 0
    assert (folder / "organisation.yaml").read_text() == profile.read_text()
    tested = run(folder.parent, "-m", "pytest", "-q", "-p", "no:cacheprovider", "organisation_defaults")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "3 passed" in tested.stdout


def test_without_a_profile_it_passes_them_too(tmp_path):
    folder = tmp_path / "defaults"
    assert publish(folder, "--set", "retention_hours=72") == 0
    tested = run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "defaults")
    assert "3 passed" in tested.stdout, tested.stdout + tested.stderr


def test_an_app_that_imports_it_is_stopped_where_it_goes_against_the_profile(tmp_path, profile):
    folder = tmp_path / "app" / "organisation_defaults"
    assert publish(folder, "--profile", str(profile), "--set", f"key_arn={KEY}") == 0
    program = (
        "from aws_cdk import App, Duration, Stack, Tags, aws_kinesis as kinesis\n"
        "from organisation_defaults import add_defaults\n"
        "app = App()\nadd_defaults(app)\nstack = Stack(app, 'Ingest')\n"
        "for key in ('owner', 'cost-center'): Tags.of(app).add(key, 'shop')\n"
        "kinesis.Stream(stack, 'Orders', retention_period=Duration.hours(HOURS))\napp.synth()\n"
    )
    kept = run(folder.parent, "-c", program.replace("HOURS", "168"), CDK_VALIDATION="true")
    assert kept.returncode == 0, kept.stderr
    stopped = run(folder.parent, "-c", program.replace("HOURS", "200"), CDK_VALIDATION="true")
    assert stopped.returncode != 0
    assert "ORG004" not in kept.stderr
    assert "tighter-bounds" in stopped.stderr


def test_the_profile_that_the_environment_names_is_packed(tmp_path, profile, monkeypatch):
    monkeypatch.setenv("KINESIS_CONSTRUCTS_PROFILE", str(profile))
    assert publish(tmp_path / "defaults", "--set", f"key_arn={KEY}") == 0
    assert (tmp_path / "defaults" / "organisation.yaml").read_text() == profile.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "retention_hours=12"], "retention_hours is 12; allowed is 24 to 8760"),
        (["--set", "retention=72"], "did you mean retention_hours?"),
        (["--set", "key_arn=arn:aws:kms:eu-west-1:111122223333:alias/data"], "key_arn is"),
        (["--set", f"key_arn={KEY}", "--set", "key_parameter=/key"], "name the same key: give one"),
        ([], "nothing is decided: give a profile, a tag, or a value with --set"),
        (["--profile", "organisation.yaml"], "the profile asks for customer keys: give key_arn, or key_parameter"),
        (["--profile", "organisation.yaml", "--set", "retention_hours=200"], "allowed is 24 to 168"),
        (["--profile", "nowhere.yaml"], "nowhere.yaml: no such file"),
        (["stream-to-lake"], "it is about no pattern"),
        (["--tag", "owner"], "--tag owner gives no value"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(tmp_path, profile, monkeypatch, capsys, words, said):
    monkeypatch.chdir(tmp_path)
    assert publish(Path("defaults"), *words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert list(tmp_path.iterdir()) == [profile]


def test_a_folder_that_python_cannot_import_is_refused(tmp_path, capsys):
    assert publish(tmp_path / "organisation-defaults", "--set", "retention_hours=72") == 2
    assert "organisation-defaults cannot be imported" in capsys.readouterr().err


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path, capsys):
    folder = tmp_path / "defaults"
    folder.mkdir()
    (folder / "kept.py").write_text("kept")
    assert publish(folder, "--set", "retention_hours=72") == 2
    assert "defaults is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["defaults", "kept.py"]
