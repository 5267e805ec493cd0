"""Every place that shows findings, as a function: a folder of templates in, rule ids by template out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import cloudformation_include as include

from constructs_lib.cdk import KinesisConstructsPlugin
from constructs_lib.policy import check, discover
from constructs_lib.policy.profile import ORGANISATION, WAIVER_RULES

Found = dict[str, set[str]]
"""Name of a template, without its ending, to the ids of the errors and warnings found in it."""

OURS = {rule.id for rule in (*discover(), *WAIVER_RULES)} | set(ORGANISATION)
COMMAND = [sys.executable, "-m", "constructs_lib", "check", "--no-schema", "--format", "json"]


def run(words: list[str], folder: Path, profile: Path | None, given: str | None = None) -> str:
    """Run a command in the folder, and give what it prints."""
    named = {"KINESIS_CONSTRUCTS_PROFILE": str(profile)} if profile else {}
    environment = {**os.environ, **named}
    done = subprocess.run(words, capture_output=True, text=True, cwd=folder, env=environment, input=given, check=False)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done.stdout


def found(pairs: Iterable[tuple[str, str]]) -> Found:
    """Put pairs of file and rule together; the name of an assembly's template is that of its stack."""
    everything: Found = defaultdict(set)
    for file, rule in pairs:
        everything[Path(file).name.partition(".")[0]].add(rule)
    return dict(everything)


def of_json(text: str) -> Found:
    """Read a report of `check`."""
    entries = json.loads(text)["findings"]
    return found((entry["file"], entry["rule"]) for entry in entries if entry["severity"] != "info")


def names(folder: Path) -> list[str]:
    """The templates of a folder."""
    return sorted(path.name for path in folder.glob("*.yaml"))


def check_files(folder: Path, profile: Path | None) -> Found:
    """Name each file."""
    return of_json(run([*COMMAND, *names(folder)], folder, profile))


def check_folder(folder: Path, profile: Path | None) -> Found:
    """Name the folder."""
    return of_json(run([*COMMAND, "."], folder, profile))


def check_standard_input(folder: Path, profile: Path | None) -> Found:
    """Hand each template in."""
    said = {name: run([*COMMAND, "-"], folder, profile, (folder / name).read_text()) for name in names(folder)}
    return {
        name.partition(".")[0]: set().union(*of_json(text).values()) for name, text in said.items() if of_json(text)
    }


def app_of(folder: Path, **context: Any) -> cdk.App:
    """Make an app with a stack of each template."""
    app = cdk.App(outdir=str(folder / "cdk.out"), analytics_reporting=False, context=context)
    for name in names(folder):
        stack = cdk.Stack(app, name.partition(".")[0], synthesizer=cdk.LegacyStackSynthesizer())
        include.CfnInclude(stack, "Template", template_file=str(folder / name), preserve_logical_ids=True)
    return app


def check_assembly(folder: Path, profile: Path | None) -> Found:
    """Synthesize an app, and name its assembly."""
    app_of(folder).synth()
    return of_json(run([*COMMAND, "cdk.out"], folder, profile))


def cdk_plugin(folder: Path, profile: Path | None) -> Found:
    """Synthesize an app that has the plugin."""
    app = app_of(folder)
    cdk.Validations.of(app).add_plugins(KinesisConstructsPlugin(profile=profile or ""))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    report = json.loads((folder / "cdk.out" / "validation-report.json").read_text())
    (ours,) = [entry for entry in report["pluginReports"] if entry["pluginName"] == "kinesis-constructs"]
    return found(
        (construct["constructPath"].partition("/")[0], violation["ruleName"])
        for violation in ours["violations"]
        if violation["severity"] != "info"
        for construct in violation["violatingConstructs"]
    )


def cfn_lint(folder: Path, profile: Path | None) -> Found:
    """Append the rule pack, word for word as documented."""
    words = ["cfn-lint", "--append-rules", "constructs_lib.policy.cfnlint", "--format", "json", "--", *names(folder)]
    entries = json.loads(run(words, folder, profile))
    return found((entry["Filename"], entry["Rule"]["Id"]) for entry in entries if entry["Rule"]["Id"] in OURS)


def pytest_plugin(folder: Path, profile: Path | None) -> Found:
    """Let pytest make a test of each template."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--kinesis-templates", "."]
    text = run(words, folder, profile)
    pairs = []
    for block in re.split(r"\n_+ (?:kinesis-constructs: )?", text)[1:]:
        file = block.split()[0]
        pairs += [(file, rule) for rule in re.findall(r"(?:error|warning) ([A-Z]+\d+) ", block)]
    return found(pairs)


def python(folder: Path, profile: Path | None) -> Found:
    """Call `check()`."""
    reports = {name: check(folder / name, schema=False, profile=profile) for name in names(folder)}
    return found(
        (name, finding.rule)
        for name, report in reports.items()
        for finding in report.findings
        if finding.severity != "info"
    )


PLACES: list[Callable[[Path, Path | None], Found]] = [
    check_files,
    check_folder,
    check_standard_input,
    check_assembly,
    cdk_plugin,
    cfn_lint,
    pytest_plugin,
    python,
]
