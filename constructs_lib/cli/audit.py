"""Audit what runs in an account and region: against the policy, the quotas in force, and templates.

Every call reads, none writes. What the identity may not read is skipped, and said; docs/audit.md has the policy that it
needs. The rules are those of `check`; those about the order of a deployment find nothing in what is deployed already.

  kinesis-constructs audit --region eu-west-1
  kinesis-constructs audit --name 'orders-*' --format json --output audit.json
  kinesis-constructs audit --against cdk.out
  kinesis-constructs audit --against pipeline.yaml --stack pipeline --fail-on warning

Exit code 0: nothing at the threshold. 1: findings. 2: the account could not be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.command import CommandError
from constructs_lib.cli.progress import Progress
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile import ENVIRONMENT, InvalidProfile, profile_in_force

if TYPE_CHECKING:
    from constructs_lib.operate.audit import AuditReport

NEVER = "never"
FORMATS = ("text", "json", "sarif", "html")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--region", metavar="NAME", help="default: that of the environment or the AWS profile")
    parser.add_argument(
        "--name", nargs="+", default=[], metavar="PATTERN", help="only what has such a name, such as 'orders-*'"
    )
    parser.add_argument("--against", metavar="PATH", help="template or cdk.out that should be deployed: name the drift")
    parser.add_argument("--stack", metavar="NAME", help="the stack of the template, for names CloudFormation made up")
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=f"the organisation's own policy; default: ${ENVIRONMENT}"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there instead of printing it")
    parser.add_argument(
        "--fail-on",
        choices=["error", "warning", NEVER],
        default="error",
        help="the mildest severity that makes the exit code 1; default: error",
    )
    parser.add_argument("--info", action="store_true", help="write advice out in text, instead of counting it")


def run(options: argparse.Namespace) -> int:
    """Audit, report, and tell by the exit code."""
    if options.stack and not options.against:
        raise CommandError("--stack names the stack of a template: give --against too")
    try:
        profile = profile_in_force(options.profile)
    except InvalidProfile as error:
        raise CommandError(str(error)) from error
    make = maker(options.region)
    from constructs_lib.operate.audit import Audit, audit
    from constructs_lib.operate.audit.account import Account
    from constructs_lib.operate.audit.templates import read_deployed
    from constructs_lib.operate.errors import OperateError

    try:
        against = read_deployed(options.against, options.stack) if options.against else []
        with Progress() as progress:
            asked = Audit(names=tuple(options.name), profile=profile, against=tuple(against))
            report = audit(Account(make, progress.show), asked)
    except OperateError as error:
        raise CommandError(str(error)) from None
    if options.name and not report.audited:
        print(f"nothing that can be read here has a name like {' or '.join(options.name)}", file=sys.stderr)
    put(written(report, options), options.output)
    return int(options.fail_on != NEVER and report.reaches(Severity(options.fail_on)))


def maker(region: str | None) -> Any:
    """Give what makes boto3 clients.

    Raises:
        CommandError: boto3 has no region or no such profile.
    """
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    from constructs_lib.operate.audit.account import settings
    from constructs_lib.operate.errors import refused

    try:
        session = boto3.Session(region_name=region)
        make: Any = session.client
        make("kinesis")
    except BotoCoreError as error:
        raise CommandError(str(refused(error, "audit"))) from None
    except ValueError as error:
        raise CommandError(f"cannot audit: {error}") from None
    return lambda service: make(service, config=Config(**settings(service)))


def written(report: AuditReport, options: argparse.Namespace) -> str:
    """Write the report in the format that is asked for."""
    from constructs_lib.operate.audit.writing import as_lines
    from constructs_lib.report import FORMATS as REPORTS
    from constructs_lib.report.style import PLAIN, Style

    if options.format != "text":
        return REPORTS[options.format](report)
    colour = options.output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return as_lines(report, style=Style(colour=True) if colour else PLAIN, show_info=options.info)


def put(text: str, path: Path | None) -> None:
    """Print a text, or write it into a file.

    Raises:
        CommandError: it cannot be written.
    """
    if path is None:
        print(text)
        return
    try:
        path.write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise CommandError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error
