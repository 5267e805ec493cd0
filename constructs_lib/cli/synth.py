"""Write the CloudFormation template of a pipeline spec.

The template is plain: it deploys with any tool, without bootstrap and without this library. The names of the spec are
logical ids in it. Nothing is written when the policy finds an error, which is told with the line of the spec.

  kinesis-constructs synth pipeline.yaml --output template.yaml
  aws cloudformation deploy --template-file template.yaml --stack-name ingest --capabilities CAPABILITY_IAM

It needs Node and the extra cdk; check reads the same spec without either.

Exit code 0: written. 1: the policy refuses the spec. 2: something is missing or cannot be read.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from constructs_lib.cli.check import profile_of
from constructs_lib.cli.command import CommandError
from constructs_lib.graph.readers.template import UnreadableTemplate, read_file
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile import ENVIRONMENT
from constructs_lib.report import as_text
from constructs_lib.spec import read_spec

SYNTHESIS = "constructs_lib.cdk.pipeline.synthesis"
NODE = "JSII_NODE"
"""Names the program of Node, where it is not the one on the PATH."""
QUIET = {"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1", "CDK_VALIDATION": "false"}
"""No word about a Node that is newer than the CDK; no engine that starts for seconds to say what `check` says."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("spec", type=Path, metavar="SPEC", help="pipeline spec, in YAML or JSON")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the template there instead of printing it")
    parser.add_argument("--format", choices=["yaml", "json"], default="yaml", help="default: yaml")
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=f"the organisation's own policy; default: ${ENVIRONMENT}"
    )


def run(options: argparse.Namespace) -> int:
    """Check the spec, synthesize it, and write the template."""
    name = str(options.spec)
    try:
        content = read_file(options.spec)
    except UnreadableTemplate as error:
        raise CommandError(str(error)) from error
    source = Source(name, content, known_as_spec=True)
    report = check_sources([source], schema=False, profile=profile_of(options.profile))
    if report.unreadable:
        raise CommandError(report.unreadable[0].problem)
    if report.reaches(Severity.WARNING):
        print(as_text(report), file=sys.stderr)
    if report.reaches(Severity.ERROR):
        return 1
    require_arns(content, name)
    require_cdk()
    template, warnings = synthesized(name, options.profile)
    for warning in warnings:
        print(f"kinesis-constructs synth: {warning}", file=sys.stderr)
    write(as_yaml(template) if options.format == "yaml" else json.dumps(template, indent=2) + "\n", options.output)
    return 0


def require_arns(content: bytes, name: str) -> None:
    """Refuse functions that are files.

    Raises:
        CommandError: there is one.
    """
    spec = read_spec(content, name)
    entries: list[tuple[str, ...]] = [("consumers", each, "entry") for each in spec.section("consumers")]
    entries += [("deliveries", each, "transform", "entry") for each in spec.section("deliveries")]
    for path in entries:
        if path in spec.document.lines:
            raise CommandError(
                f"{name}:{spec.document.place(path)[0]}: a file needs a bucket of assets, which a plain template has "
                "not; name the function by its ARN, or use Pipeline.from_spec in a CDK app"
            )


def require_cdk() -> None:
    """Make sure that there is what synthesis needs.

    Raises:
        CommandError: there is not.
    """
    missing = [] if shutil.which(os.environ.get(NODE) or "node") else ["Node, which is not on the PATH"]
    if importlib.util.find_spec("aws_cdk") is None:
        missing.append("the CDK, which pip install 'kinesis-constructs[cdk]' installs")
    if missing:
        raise CommandError(f"it needs {' and '.join(missing)}")


def synthesized(name: str, profile: Path | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Make the template, and give the warnings of the constructs.

    Raises:
        CommandError: a construct refuses what no rule does.
    """
    for variable, value in QUIET.items():
        os.environ.setdefault(variable, value)
    try:
        made = importlib.import_module(SYNTHESIS).synthesize(name, profile=str(profile) if profile else None)
    except ValueError as error:
        raise CommandError(f"{name}: {error}") from error
    return made.template, made.warnings


def as_yaml(template: dict[str, Any]) -> str:
    """Write a template in YAML, in the order in which it was made."""
    import yaml

    return yaml.dump(template, Dumper=yaml.SafeDumper, sort_keys=False, width=120)


def write(text: str, path: Path | None) -> None:
    """Print a template, or put it into a file, whole or not at all."""
    if path is None:
        print(text, end="")
        return
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(text)
    Path(file.name).replace(path)
