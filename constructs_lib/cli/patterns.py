"""List, show and publish patterns: finished pipelines with few arguments.

  kinesis-constructs patterns list
  kinesis-constructs patterns show stream-to-lake --format json
  kinesis-constructs patterns card metrics-to-s3 --format html > metrics.html
  kinesis-constructs patterns publish metrics-to-s3 --set 'namespaces=["AWS/Kinesis"]' --to approved
  kinesis-constructs patterns publish logs-to-http --values logs.yaml --as backstage --to backstage/logs
  kinesis-constructs patterns publish stream-to-lake metrics-to-s3 --as package --team acme --to acme-patterns
  kinesis-constructs patterns publish stream-to-lake --as package --team acme --default retention_hours=72 --to acme
  kinesis-constructs patterns publish --as injectors --profile organisation.yaml --set key_parameter=/key --to defaults
  kinesis-constructs patterns publish --as page --to public

What is decided by --set or --values stands in what is published. Of the rest, users are asked for what a template can
ask for; guarded parameters are never asked for. card and page take examples where nothing is decided.
A profile narrows what users may choose, and has to allow what is published.
Templates go to PATTERN/VERSION.template.json: a version that is out is never changed. One that would replace or drop
what stacks of an earlier version have needs a newer major version. A package is a Python project with a construct of
each pattern, without what is decided or guarded; injectors are a module that gives plain constructs of the CDK the
organisation's defaults: retention_hours, and key_arn or key_parameter. Nothing is written by half.
card and publish need Node and the extra cdk.

Exit code 0: done. 1: stacks of an earlier version would lose something. 2: a pattern is unknown, an argument does not
fit, or something is missing.
"""

from __future__ import annotations

import argparse
import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from constructs_lib.cli.check import profile_of
from constructs_lib.cli.command import CommandError, examples
from constructs_lib.cli.pattern_arguments import add_arguments, add_defaults, arguments_of, pattern_named
from constructs_lib.cli.pattern_cards import card_made
from constructs_lib.cli.pattern_publication import FORMS, every_pattern, publish_form
from constructs_lib.patterns import InvalidArguments, Pattern
from constructs_lib.policy.profile import ENVIRONMENT


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        epilog = examples(__doc__, f"patterns {name}")
        return actions.add_parser(
            name, help=text, description=text, epilog=epilog, formatter_class=RawDescriptionHelpFormatter
        )

    each = add("list", "every pattern that is installed")
    each.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    show = add("show", "one pattern: parameters, versions, changes")
    show.add_argument("pattern", metavar="PATTERN", help="id, or id@MAJOR")
    show.add_argument("--format", choices=["text", "json"], default="text", help="default: text; json has the schema")
    card = add("card", "its page: picture, what it defines, alarms, limits, rules it passed")
    card.add_argument("pattern", metavar="PATTERN", help="id, or id@MAJOR")
    card.add_argument("--format", choices=["markdown", "html"], default="markdown", help="default: markdown")
    add_arguments(card)
    add_profile(card)
    out = add("publish", "write it for those who use it")
    out.add_argument(
        "pattern", nargs="*", metavar="PATTERN", help="id, or id@MAJOR; package takes several, page several or all"
    )
    out.add_argument("--as", dest="form", choices=list(FORMS), default="template", help="default: template")
    out.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where it is written")
    add_arguments(out)
    add_defaults(out)
    out.add_argument(
        "--tag", action="append", default=[], metavar="KEY=VALUE", help="tag that everything published carries"
    )
    add_profile(out)
    out.add_argument("--team", metavar="NAME", help="whose Python package it is; begins every name in it")
    out.add_argument("--version", metavar="X.Y.Z", help="of the Python package; default: 1.0.0")
    out.add_argument(
        "--against",
        type=Path,
        metavar="OLD",
        help="what was published before, a folder or a template: refuse a version that takes something from its stacks",
    )


def add_profile(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the organisation's profile."""
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=f"the organisation's own policy; default: ${ENVIRONMENT}"
    )


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    if options.action == "list":
        print(listed(every_pattern(), options.format))
    elif options.action == "show":
        print(shown(pattern_named(options.pattern), options.format))
    elif options.action == "card":
        print(card_shown(options), end="")
    else:
        return publish_form(options)
    return 0


def card_shown(options: argparse.Namespace) -> str:
    """Write the page of one pattern."""
    from constructs_lib.publishing import adapted, as_html, as_markdown

    arguments = arguments_of(options)
    found = pattern_named(options.pattern)
    try:
        pattern = adapted(found, profile_of(options.profile), decided=arguments)
    except InvalidArguments as error:
        raise CommandError(str(error)) from error
    card = card_made(pattern, arguments, options.profile)
    return as_html(card) if options.format == "html" else as_markdown(card)


def listed(patterns: Sequence[Pattern], form: str) -> str:
    """Write what there is."""
    if form == "json":
        return json.dumps([facts(each) for each in patterns], indent=2)
    width = max(len(each.id) for each in patterns) + 2
    return "\n".join(f"{each.id:<{width}}{each.version:<8}{each.summary}" for each in patterns)


def facts(pattern: Pattern) -> dict[str, Any]:
    """Give a pattern as JSON values."""
    return {
        "id": pattern.id,
        "title": pattern.title,
        "version": pattern.version,
        "summary": pattern.summary,
        "owner": pattern.owner,
        "construct": pattern.construct,
    }


def shown(pattern: Pattern, form: str) -> str:
    """Write everything about a pattern that is known without the CDK."""
    from constructs_lib.publishing.card import allowed, changed_by

    if form == "json":
        guarded = [each.name for each in pattern.parameters if each.guarded]
        changes = [{"version": each.version, "changes": each.changes} for each in pattern.releases]
        return json.dumps(
            facts(pattern) | {"guarded": guarded, "changelog": changes, "parameters": pattern.schema}, indent=2
        )
    lines = [f"{pattern.id} {pattern.version} ({pattern.owner})", f"  {pattern.summary}"]
    for each in pattern.parameters:
        need = "required" if each.required else "optional" if each.default is None else f"default {each.default}"
        lines += ["", f"  {each.name} ({need})", f"    {each.schema['description']}"]
        lines += [f"    takes       {allowed(each)}", f"    changed by  {changed_by(each)}"]
        lines += [f"    example     {json.dumps(each.example)}"]
    lines += ["", *(f"  {each.version:<8}{' '.join(each.changes)}" for each in pattern.releases)]
    return "\n".join(lines)
