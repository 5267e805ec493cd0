"""Check templates against the policy and against CloudFormation's own schemas.

PATH is a template (JSON or YAML, CloudFormation or SAM), a pipeline spec, a folder, a cloud assembly (cdk.out), or -
for standard input.
Templates named together are checked together: references are followed from one to another.

  kinesis-constructs check cdk.out
  kinesis-constructs check pipeline.yaml --format json --output report.json
  cat pipeline.yaml | kinesis-constructs check - --no-schema
  kinesis-constructs check new.yaml --against deployed.yaml
  kinesis-constructs check . --profile organisation.yaml --baseline known.json

Exit code 0: nothing at the threshold. 1: findings. 2: something could not be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from constructs_lib.cli.command import CommandError
from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.policy.baseline import read_baseline, set_apart, write_baseline
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile import ENVIRONMENT, Environment, InvalidProfile, Profile, profile_in_force
from constructs_lib.policy.report import Report
from constructs_lib.policy.sources import read_sources
from constructs_lib.report import FORMATS, as_text
from constructs_lib.report.style import PLAIN, Style

NEVER = "never"
UNREADABLE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="template, pipeline spec, folder, cdk.out, or -")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="default: text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there instead of printing it")
    parser.add_argument(
        "--fail-on",
        choices=["error", "warning", NEVER],
        default="error",
        help="the mildest severity that makes the exit code 1; default: error",
    )
    parser.add_argument("--no-schema", action="store_true", help="leave CloudFormation's schemas and generic rules out")
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=f"the organisation's own policy; default: ${ENVIRONMENT}"
    )
    parser.add_argument("--account", metavar="ID", help="the account, for quotas that the profile names for it")
    parser.add_argument("--region", metavar="NAME", help="the region, for quotas that the profile names for it")
    parser.add_argument("--against", metavar="OLD", help="the templates as deployed: name what an update would lose")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="set the findings of this file apart")
    parser.add_argument("--write-baseline", type=Path, metavar="FILE", help="write all findings there, and exit with 0")
    parser.add_argument("--info", action="store_true", help="write advice out in text and for GitHub, too")


def run(options: argparse.Namespace) -> int:
    """Check, report, and tell by the exit code."""
    sources, problems = read(options.paths)
    deployed, missing = read([options.against]) if options.against else ([], [])
    if not sources and not problems:
        raise CommandError(f"no templates found in {', '.join(options.paths)}")
    sources = [deployed_to(source, options.account, options.region) for source in sources]
    profile = profile_of(options.profile)
    report = check_sources(sources, schema=not options.no_schema, profile=profile, against=deployed)
    if options.write_baseline:
        put(options.write_baseline, write_baseline(report.findings))
        print(f"{len(report.findings)} findings written to {options.write_baseline}", file=sys.stderr)
        return 0
    report = without_known(report, options.baseline)
    problems += [*missing, *(unreadable.problem for unreadable in report.unreadable)]
    if report.files:
        write(report, options)
    for problem in problems:
        print(f"kinesis-constructs check: {problem}", file=sys.stderr)
    if problems:
        return UNREADABLE
    return int(options.fail_on != NEVER and report.reaches(Severity(options.fail_on)))


def read(paths: list[str]) -> tuple[list[Source], list[str]]:
    """Read templates, and say which paths cannot be read."""
    found = list(read_sources(paths))
    sources = [source for source in found if isinstance(source, Source)]
    return sources, [str(problem) for problem in found if isinstance(problem, UnreadableTemplate)]


def deployed_to(source: Source, account: str | None, region: str | None) -> Source:
    """Say where a template is deployed, as far as its assembly does not."""
    known = source.environment
    return replace(source, environment=Environment(known.account or account, known.region or region))


def profile_of(path: Path | None) -> Profile:
    """Read the profile that is named, or that the environment names.

    Raises:
        CommandError: it cannot be used.
    """
    try:
        return profile_in_force(path)
    except InvalidProfile as error:
        raise CommandError(str(error)) from error


def without_known(report: Report, baseline: Path | None) -> Report:
    """Set the findings of a baseline apart.

    Raises:
        CommandError: the baseline cannot be used.
    """
    if baseline is None:
        return report
    try:
        known = read_baseline(baseline.read_text(encoding="utf-8"), str(baseline))
    except OSError as error:
        raise CommandError(f"{baseline}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise CommandError(str(error)) from error
    left, apart = set_apart(report.findings, known, str(baseline))
    return replace(report, findings=left, acknowledged=[*report.acknowledged, *apart])


def write(report: Report, options: argparse.Namespace) -> None:
    """Print the report, or put it into a file."""
    if options.format == "github" and not options.info:
        report = replace(report, findings=[each for each in report.findings if each.severity is not Severity.INFO])
    if options.format != "text":
        text = FORMATS[options.format](report)
    else:
        colour = options.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        text = as_text(report, style=Style(colour=True) if colour else PLAIN, show_info=options.info)
    if options.output is None:
        print(text)
    else:
        put(options.output, text)


def put(path: Path, text: str) -> None:
    """Write a file.

    Raises:
        CommandError: it cannot be written.
    """
    try:
        path.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise CommandError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error
