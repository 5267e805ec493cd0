"""Check templates against the policy and against CloudFormation's own schemas.

PATH is a template (JSON or YAML, CloudFormation or SAM), a folder, a cloud assembly (cdk.out), or - for standard input.
Templates named together are checked together: references are followed from one to another.

  kinesis-constructs check cdk.out
  kinesis-constructs check pipeline.yaml --format json --output report.json
  cat pipeline.yaml | kinesis-constructs check - --no-schema

Exit code 0: nothing at the threshold. 1: findings. 2: something could not be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from constructs_lib.cli.command import CommandError
from constructs_lib.cli.sources import read_sources
from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.report import Report
from constructs_lib.report import FORMATS, as_text
from constructs_lib.report.style import PLAIN, Style

NEVER = "never"
UNREADABLE = 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="template, folder, cdk.out, or - for standard input")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="default: text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there instead of printing it")
    parser.add_argument(
        "--fail-on",
        choices=["error", "warning", NEVER],
        default="error",
        help="the mildest severity that makes the exit code 1; default: error",
    )
    parser.add_argument("--no-schema", action="store_true", help="leave CloudFormation's schemas and generic rules out")
    parser.add_argument("--info", action="store_true", help="write advice out in text, instead of counting it")


def run(options: argparse.Namespace) -> int:
    """Check, report, and tell by the exit code."""
    sources: list[Source] = []
    problems: list[str] = []
    for found in read_sources(options.paths):
        if isinstance(found, UnreadableTemplate):
            problems.append(str(found))
        else:
            sources.append(found)
    if not sources and not problems:
        raise CommandError(f"no templates found in {', '.join(options.paths)}")
    report = check_sources(sources, schema=not options.no_schema)
    problems += [unreadable.problem for unreadable in report.unreadable]
    if sources and report.files:
        write(report, options)
    for problem in problems:
        print(f"kinesis-constructs check: {problem}", file=sys.stderr)
    if problems:
        return UNREADABLE
    return int(options.fail_on != NEVER and report.reaches(Severity(options.fail_on)))


def write(report: Report, options: argparse.Namespace) -> None:
    """Print the report, or put it into a file.

    Raises:
        CommandError: the file cannot be written.
    """
    if options.format != "text":
        text = FORMATS[options.format](report)
    else:
        colour = options.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        text = as_text(report, style=Style(colour=True) if colour else PLAIN, show_info=options.info)
    if options.output is None:
        print(text)
        return
    try:
        options.output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write {options.output}: {(error.strerror or str(error)).lower()}") from error
