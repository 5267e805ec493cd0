"""The page about patterns: its commands run as they stand, under the profile of the page about profiles."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml
from aws_cdk import App, Duration, Stack
from aws_cdk import aws_kinesis as kinesis
from aws_cdk.assertions import Template

from constructs_lib.cli.main import main
from constructs_lib.patterns import find_pattern

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "patterns.md").read_text("utf-8")
COMMANDS = [
    shlex.split(line, comments=True)[2:] for line in re.findall(r"^\$ kinesis-constructs .*$", PAGE, re.MULTILINE)
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    profile = re.findall(r"```yaml\n(.*?)```", (DOCS / "profile.md").read_text("utf-8"), re.DOTALL)[0]
    Path("organisation.yaml").write_text(profile)
    Path("lake.yaml").write_text(yaml.safe_dump(find_pattern("stream-to-lake").examples))
    return tmp_path


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_of_the_page_runs(folder, words):
    assert main(words) == 0


def test_the_page_shows_every_form_and_what_follows_a_package(folder, capsys):
    forms = {words[words.index("--as") + 1] for words in COMMANDS if "--as" in words}
    with pytest.raises(SystemExit):
        main(["patterns", "publish", "--help"])
    assert forms | {"template"} == set(re.findall(r"--as \{([^}]*)\}", capsys.readouterr().out)[0].split(","))
    first = next(words for words in COMMANDS if "package" in words)
    assert main(first) == 0
    following = re.findall(r"`(--against acme-patterns [^`]*)`", PAGE)[0].split()
    assert main([*first[: first.index("--to")], *following]) == 0
    assert (folder / "next/releases/acme-stream-to-lake/1.1.0.template.json").exists()


def test_the_defaults_of_the_page_reach_a_plain_stream(folder):
    (code,) = [each for each in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "OrganisationDefaults(" in each]
    app = App()
    exec(compile(code, "patterns.md", "exec"), {"app": app, "Duration": Duration})  # noqa: S102  it is our own text
    stack = Stack(app, "Ingest")
    kinesis.Stream(stack, "Orders")
    (stream,) = Template.from_stack(stack).find_resources("AWS::Kinesis::Stream").values()
    assert stream["Properties"]["RetentionPeriodHours"] == 72
    assert stream["Properties"]["Tags"] == [{"Key": "owner", "Value": "data"}]
