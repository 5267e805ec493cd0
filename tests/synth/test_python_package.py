"""A team's package is built, installed, offered and typed; its own tests pass, and its next version loses nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from constructs_lib.cli.main import main
from constructs_lib.patterns import find_pattern
from constructs_lib.publishing.package import History, InvalidHistory, Team, read_history

ROOT = Path(__file__).resolve().parents[2]
TOPIC = "arn:aws:sns:eu-west-1:111122223333:on-call"
PROFILE = {
    "version": 1,
    "bounds": {"kinesis-stream-retention-hours": {"maximum": 168, "reason": "personal data is deleted after a week"}},
    "require": {"tags": ["owner", "cost-center"]},
}
LAKE = {"table": "orders", "schema": {"properties": {"total": {"type": "number"}}}, "partition_by": ["shop"]}


def publish(folder: Path, *words: str, patterns: tuple[str, ...] = ("stream-to-lake",)) -> int:
    return main(["patterns", "publish", *patterns, "--as", "package", "--team", "acme", "--to", str(folder), *words])


def run(folder: Path, *words: str, path: Path = ROOT) -> subprocess.CompletedProcess[str]:
    quiet = {"PYTHONDONTWRITEBYTECODE": "1", "CDK_VALIDATION": "false", "PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=os.environ | quiet)


def done(folder: Path, *words: str, path: Path = ROOT) -> str:
    completed = run(folder, *words, path=path)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("profile") / "platform.yaml"
    file.write_text(yaml.safe_dump(PROFILE))
    return file


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> Path:
    folder = tmp_path_factory.mktemp("out") / "acme"
    values = profile.with_name("values.yaml")
    values.write_text(yaml.safe_dump({"alarm_topic_arn": TOPIC, "metrics-to-s3": {"namespaces": ["AWS/Kinesis"]}}))
    code = publish(folder, "--values", str(values), "--profile", str(profile), "--tag", "owner=acme",
                   "--default", "retention_hours=72", "--default", 'stream-to-lake.partition_by=["shop"]',
                   patterns=("stream-to-lake", "metrics-to-s3"))  # fmt: skip
    assert code == 0
    return folder


@pytest.fixture(scope="module")
def installed(package: Path) -> Path:
    """Build a wheel without any network, and install it beside."""
    done(package, "uv", "build", "--offline", "--no-cache", "--quiet", "--out-dir", "../dist")
    (wheel,) = (package.parent / "dist").glob("*.whl")
    target = package.parent / "installed"
    done(
        package,
        "uv",
        "pip",
        "install",
        "--offline",
        "--no-cache",
        "--no-deps",
        "--quiet",
        "--target",
        str(target),
        str(wheel),
    )
    return target


def test_its_own_tests_pass(package, installed):
    out = done(package, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path=installed)
    assert "10 passed" in out


def test_its_patterns_are_offered_beside_those_they_are_made_from(package, installed):
    patterns = (sys.executable, "-m", "constructs_lib", "patterns")
    listed = done(package, *patterns, "list", "--format", "json", path=installed)
    found = {each["id"]: (each["owner"], each["version"]) for each in json.loads(listed)}
    assert found["acme-stream-to-lake"] == ("acme", "1.0.0")
    assert {"acme-metrics-to-s3", "stream-to-lake"} <= found.keys()
    shown = done(package, *patterns, "show", "acme-stream-to-lake@1", "--format", "json", path=installed)
    asked = json.loads(shown)["parameters"]["properties"]
    assert set(asked) == {"table", "schema", "partition_by", "retention_hours", "buffer_seconds"}
    assert (asked["retention_hours"]["maximum"], asked["retention_hours"]["default"]) == (168, 72)


def test_listing_them_loads_no_cdk(package, installed):
    program = (
        "import sys; from constructs_lib.patterns import discover_patterns as d; d(); print('aws_cdk' in sys.modules)"
    )
    assert done(package, sys.executable, "-c", program, path=installed) == "False\n"


def test_an_app_is_made_from_one(package, installed, tmp_path):
    app = tmp_path / "app"
    command = (sys.executable, "-m", "constructs_lib", "new", "acme-stream-to-lake", str(app))
    done(package, *command, "--set", "table=orders", path=installed)
    assert "from acme_patterns.cdk.stream_to_lake import AcmeStreamToLake" in (app / "app.py").read_text()
    assert '"acme-patterns",' in (app / "pyproject.toml").read_text()
    assert " passed" in done(app, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path=installed)


def test_another_team_may_make_its_own_of_it(package, installed, tmp_path):
    command = (sys.executable, "-m", "constructs_lib", "patterns", "publish", "acme-stream-to-lake", "--as", "package")
    done(package, *command, "--team", "shop", "--set", "table=orders", "--to", str(tmp_path / "shop"), path=installed)
    path = Path(f"{tmp_path / 'shop' / 'src'}{os.pathsep}{installed}")
    program = (
        "from aws_cdk import App, Stack\nfrom shop_patterns.cdk import ShopAcmeStreamToLake as Lake\n"
        "lake = Lake(Stack(App(), 'A'), 'B', schema={'properties': {'total': {'type': 'number'}}})\n"
        "print(sorted(lake.decided), sorted(lake.tags), lake.profile.endswith('organisation.yaml'))\n"
    )
    made = done(package, sys.executable, "-c", program, path=path)
    assert made == "['alarm_topic_arn', 'table'] ['owner'] True\n"


PROGRAM = """
import json, sys
from aws_cdk import App, Stack
from aws_cdk.assertions import Template
from acme_patterns.cdk import AcmeStreamToLake
stack = Stack(App(), "Ingest")
AcmeStreamToLake(stack, "Orders", **json.loads(sys.argv[1]))
print(json.dumps(Template.from_stack(stack).to_json()))
"""


def synthesized(package: Path, installed: Path, **arguments: Any) -> subprocess.CompletedProcess[str]:
    return run(package.parent, sys.executable, "-c", PROGRAM, json.dumps(arguments), path=installed)


def test_a_construct_carries_what_the_team_decided(package, installed):
    made = synthesized(package, installed, table="orders", schema=LAKE["schema"])
    resources = json.loads(made.stdout)["Resources"].values()
    stream = next(each["Properties"] for each in resources if each["Type"] == "AWS::Kinesis::Stream")
    assert stream["RetentionPeriodHours"] == 72
    assert stream["Tags"] == [{"Key": "owner", "Value": "acme"}]
    composite = next(each["Properties"] for each in resources if each["Type"] == "AWS::CloudWatch::CompositeAlarm")
    assert composite["AlarmActions"] == [TOPIC]
    delivery = next(each["Properties"] for each in resources if each["Type"].endswith("DeliveryStream"))
    assert "shop=!" in delivery["ExtendedS3DestinationConfiguration"]["Prefix"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"retention_hours": 200}, "Ingest/Orders: retention_hours is 200; allowed is 24 to 168"),
        ({"alarm_topic_arn": TOPIC}, "unexpected keyword argument 'alarm_topic_arn'"),
    ],
)
def test_a_construct_takes_what_its_user_may_change_and_no_more(package, installed, given, said):
    made = synthesized(package, installed, **LAKE, **given)
    assert made.returncode != 0
    assert said in made.stderr


def test_the_profile_that_is_packed_holds_below_whatever_the_app_names(package, installed):
    program = (
        "from aws_cdk import App, Duration, Stack\n"
        "from constructs_lib.cdk import DataStream\n"
        "from acme_patterns.cdk import AcmeStreamToLake\n"
        "app = App(context={'kinesis-constructs:profile': ''})\n"
        "stack = Stack(app, 'Ingest')\n"
        f"lake = AcmeStreamToLake(stack, 'Orders', table='orders', schema={LAKE['schema']!r})\n"
        "DataStream(stack, 'Beside', retention=Duration.hours(200))\n"
        "DataStream(lake, 'Below', retention=Duration.hours(200))\n"
    )
    made = run(package.parent, sys.executable, "-c", program, path=installed)
    assert "Ingest/Orders/Below" in made.stderr
    assert "ORG004" in made.stderr
    assert "Beside" not in made.stderr


def test_it_is_typed(package, installed):
    program = package.parent / "program.py"
    program.write_text(
        "from aws_cdk import App, Stack\nfrom acme_patterns.cdk import AcmeStreamToLake\n"
        "AcmeStreamToLake(Stack(App(), 'A'), 'B', table='a', schema={}, partition_by=['a'])\n"
        "AcmeStreamToLake(Stack(App(), 'C'), 'D', table=1, schema={}, alarm_topic_arn='a')\n"
    )
    # The CDK is left out: reading it takes mypy a minute.
    words = [
        sys.executable,
        "-m",
        "mypy",
        "--follow-imports",
        "skip",
        "--config-file",
        os.devnull,
        "--cache-dir",
        "cache",
    ]
    modules = [str(path) for path in (installed / "acme_patterns").rglob("*.py")]
    checked = run(package.parent, *words, "program.py", *modules, path=installed)
    assert [line.partition(": error: ")[2] for line in checked.stdout.splitlines() if ": error: " in line] == [
        'Unexpected keyword argument "alarm_topic_arn" for "AcmeStreamToLake"  [call-arg]',
        'Argument "table" to "AcmeStreamToLake" has incompatible type "int"; expected "str"  [arg-type]',
    ], checked.stdout + checked.stderr


def test_what_is_generated_is_in_style(package):
    done(
        package, "ruff", "check", "--isolated", "--line-length", "120", "--select", "E4,E7,E9,F,I,W,UP", "src", "tests"
    )
    done(package, "ruff", "format", "--isolated", "--line-length", "120", "--check", "src", "tests")


def test_it_says_what_it_is(package, profile):
    project = tomllib.loads((package / "pyproject.toml").read_text())
    assert project["project"]["name"] == "acme-patterns"
    assert project["project"]["dependencies"][0].startswith("kinesis-constructs[cdk]>=")
    readme, changes = (package / "README.md").read_text(), (package / "CHANGELOG.md").read_text()
    for wanted in (
        "from acme_patterns.cdk import AcmeMetricsToS3",
        "flowchart LR",
        "Apps have to give the tags cost-center",
        "| `retention_hours` | Hours for which the stream keeps records to be read again. The organisation allows 24",
    ):
        assert wanted in readme
    assert "The first version, of stream-to-lake 1.0.0. Decided here: alarm_topic_arn." in changes
    assert (package / "src/acme_patterns/organisation.yaml").read_text() == profile.read_text()


def test_the_next_version_keeps_the_history(package, profile, tmp_path, capsys):
    words = ["--against", str(package), "--profile", str(profile), "--tag", "owner=acme", "--set",
             f"alarm_topic_arn={TOPIC}", "--default", "retention_hours=96", "--set", 'namespaces=["AWS/Kinesis"]',
             "--default", 'partition_by=["shop"]']  # fmt: skip
    both = ("stream-to-lake", "metrics-to-s3")
    assert publish(tmp_path / "next", *words, "--version", "1.1.0", patterns=both) == 0
    stored = sorted(path.name for path in (tmp_path / "next/releases/acme-stream-to-lake").iterdir())
    assert stored == ["1.0.0.template.json", "1.1.0.template.json"]
    news = read_history(tmp_path / "next")
    assert [each["version"] for each in news.entries] == ["1.1.0", "1.0.0"]
    assert news.entries[0]["patterns"]["acme-metrics-to-s3"]["changes"] == ["Nothing but the version."]
    assert "retention_hours 96" in news.entries[0]["patterns"]["acme-stream-to-lake"]["changes"][0]


NEXT = ["--version", "1.1.0"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*NEXT, "--default", "retention_hours=48"], "the retention falls from 72 to 48 hours"),
        ([*NEXT, "--default", "retention_hours=72", "--set", "stream-to-lake.buffer_seconds=300"],
         "parameter buffer_seconds is gone"),
        ([*NEXT, "--default", "retention_hours=72", "--profile", "shorter.yaml"],
         "parameter retention_hours takes less than before: MaxValue is 100, and was 168"),
    ],
)  # fmt: skip
def test_a_minor_version_that_takes_something_away_is_not_published(
    package, tmp_path, monkeypatch, capsys, words, said
):
    monkeypatch.chdir(tmp_path)
    shorter = {"version": 1, "bounds": {"kinesis-stream-retention-hours": {"maximum": 100}}}
    (tmp_path / "shorter.yaml").write_text(yaml.safe_dump(shorter))
    given = ["--against", str(package), "--set", f"alarm_topic_arn={TOPIC}", "--default", 'partition_by=["shop"]']
    both = ("stream-to-lake", "metrics-to-s3")
    given += ["--set", 'metrics-to-s3.namespaces=["AWS/Kinesis"]']
    assert publish(Path("next"), *given, *words, patterns=both) == 1
    shown = capsys.readouterr()
    assert said in shown.out
    assert "acme-stream-to-lake 1.1.0 is not published: stacks of 1.0.0 would lose" in shown.err
    assert not (tmp_path / "next").exists()
    major = [word.replace("1.1.0", "2.0.0") for word in words]
    assert publish(Path("next"), *given, *major, patterns=both) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--version", "1.0.0"], "the last version is 1.0.0, and 1.0.0 does not follow it"),
        ([], "the last version is 1.0.0: say with --version which one follows"),
        (["--version", "1.1"], "1.1 is no version: write major.minor.patch"),
        (
            ["--version", "1.1.0"],
            "acme-metrics-to-s3 is in version 1.0.0: publish it again, or raise",
        ),
    ],
)
def test_a_version_that_does_not_follow_is_refused(package, tmp_path, capsys, words, said):
    assert publish(tmp_path / "next", "--against", str(package), *words) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("patterns", "words", "said"),
    [
        (("stream-to-lake", "strem-to-lake"), (), "there is no pattern strem-to-lake; did you mean stream-to-lake?"),
        (("stream-to-lake@2",), (), "not in major version 2"),
        ((), (), "takes one or more patterns"),
        (("stream-to-lake",), ("--team", "Acme"), "Acme is no name of a team"),
        (("logs-to-http", "cdc-to-iceberg"), (), "; logs-to-http.secret_arn is the team's to decide, such as"),
        (("logs-to-http", "cdc-to-iceberg"), (), "cdc-to-iceberg.bucket_name is the team's to decide"),
        (("stream-to-lake", "metrics-to-s3"), ("--set", "retention_hour=72"), "did you mean retention_hours?"),
        (("stream-to-lake",), ("--set", "retention_hours=12"), "retention_hours is 12; allowed is 24 to 8760"),
        (("stream-to-lake",), ("--against", "nowhere"), "nowhere is no package that was published so"),
        (("stream-to-lake",), ("--profile", "contradiction.yaml"), "the minimum 200 is above the maximum 100"),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(tmp_path, monkeypatch, capsys, patterns, words, said):
    monkeypatch.chdir(tmp_path)
    bounds = {"kinesis-stream-retention-hours": {"minimum": 200, "maximum": 100}}
    (tmp_path / "contradiction.yaml").write_text(yaml.safe_dump({"version": 1, "bounds": bounds}))
    assert publish(Path("acme"), *words, patterns=patterns) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["contradiction.yaml"]


def test_a_folder_that_holds_something_or_cannot_be_written_is_left_as_it_is(tmp_path, capsys):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("kept")
    assert publish(tmp_path / "full") == 2
    assert "full is not empty" in capsys.readouterr().err
    assert publish(tmp_path / "full" / "kept.txt" / "acme") == 2
    assert "kept.txt: file exists" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["full", "kept.txt"]


@pytest.mark.parametrize("text", ["{", "[1]", '[{"version": "1.0.0"}]', '{"a": 1}'])
def test_a_history_that_cannot_be_read_is_refused(tmp_path, text):
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "history.json").write_text(text)
    with pytest.raises(InvalidHistory, match="is no history of a package"):
        read_history(tmp_path)


def test_the_names_of_a_team_are_made_of_one():
    team, lake = Team("data-platform"), find_pattern("stream-to-lake")
    assert (team.distribution, team.module) == ("data-platform-patterns", "data_platform_patterns")
    assert (team.pattern_id(lake), team.construct(lake)) == ("data-platform-stream-to-lake", "DataPlatformStreamToLake")
    assert History().followed_by(None) == "1.0.0"
