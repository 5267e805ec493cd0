"""List, show and publish patterns: finished pipelines with few arguments.

  kinesis-constructs patterns list
  kinesis-constructs patterns show stream-to-lake --format json
  kinesis-constructs patterns card metrics-to-s3 --format html > metrics.html
  kinesis-constructs patterns publish metrics-to-s3 --set 'namespaces=["AWS/Kinesis"]' --to approved
  kinesis-constructs patterns publish logs-to-http --values logs.yaml --as backstage --to backstage/logs
  kinesis-constructs patterns publish --as page --to public

What is decided by --set or --values stands in what is published. Of the rest, users are asked for what a template can
ask for; guarded parameters are never asked for. card and page take examples where nothing is decided.
Templates go to PATTERN/VERSION.template.json: a version that is out is never changed. Nothing is written by half.
card and publish need Node and the extra cdk.

Exit code 0: done. 2: a pattern is unknown, an argument does not fit, or something is missing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.command import CommandError
from constructs_lib.cli.pattern_arguments import add_arguments, arguments_of, pattern_named, template_made
from constructs_lib.patterns import Pattern, discover_patterns

if TYPE_CHECKING:
    from constructs_lib.publishing import Card

FORMS = ("template", "backstage", "page")
PAGE = "index.html"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    each = actions.add_parser("list", help="every pattern that is installed")
    each.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    show = actions.add_parser("show", help="one pattern: parameters, versions, changes")
    show.add_argument("pattern", metavar="PATTERN", help="id, or id@MAJOR")
    show.add_argument("--format", choices=["text", "json"], default="text", help="default: text; json has the schema")
    card = actions.add_parser("card", help="its page: picture, what it defines, alarms, limits, rules it passed")
    card.add_argument("pattern", metavar="PATTERN", help="id, or id@MAJOR")
    card.add_argument("--format", choices=["markdown", "html"], default="markdown", help="default: markdown")
    add_arguments(card)
    out = actions.add_parser("publish", help="write it for those who use it")
    out.add_argument("pattern", nargs="*", metavar="PATTERN", help="id, or id@MAJOR; a page takes several, or all")
    out.add_argument("--as", dest="form", choices=FORMS, default="template", help="default: template")
    out.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where it is written")
    add_arguments(out)


def run(options: argparse.Namespace) -> int:
    """Do what is asked."""
    if options.action == "list":
        print(listed(every_pattern(), options.format))
    elif options.action == "show":
        print(shown(pattern_named(options.pattern), options.format))
    elif options.action == "card":
        from constructs_lib.publishing import as_html, as_markdown

        card = card_made(pattern_named(options.pattern), arguments_of(options))
        print(as_html(card) if options.format == "html" else as_markdown(card), end="")
    else:
        publish_form(options)
    return 0


def every_pattern() -> tuple[Pattern, ...]:
    """Find all patterns.

    Raises:
        CommandError: another package offers what is no pattern, or an id that is taken.
    """
    try:
        return discover_patterns()
    except ValueError as error:
        raise CommandError(str(error)) from error


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


def card_made(pattern: Pattern, arguments: dict[str, Any]) -> Card:
    """Make the card of a pattern, with examples where nothing is decided.

    Raises:
        CommandError: it cannot be made, or the policy refuses it.
    """
    needed = {each.name: each.example for each in pattern.parameters if each.required and not each.at_deployment}
    needed |= {each.name: each.example for each in pattern.parameters if each.required and each.guarded}
    return card_from(pattern, template_made(pattern, needed | arguments))


def card_from(pattern: Pattern, template: dict[str, Any]) -> Card:
    """Make the card of a template, which the policy has to find without error.

    Raises:
        CommandError: it does not.
    """
    from constructs_lib.publishing import card_of

    try:
        return card_of(pattern, template)
    except ValueError as error:
        raise CommandError(str(error)) from error


def publish_form(options: argparse.Namespace) -> None:
    """Write one form of one pattern, or one page of several.

    Raises:
        CommandError: it cannot be made; nothing is written then.
    """
    from constructs_lib.publishing import AlreadyPublished, backstage_files, catalogue_page, publish

    versions: frozenset[str] = frozenset()
    arguments = arguments_of(options)
    if options.form == "page":
        if arguments:
            raise CommandError("a page shows examples: leave --set and --values out")
        patterns = [pattern_named(each) for each in options.pattern] or list(every_pattern())
        files = {PAGE: catalogue_page([card_made(each, {}) for each in patterns])}
    else:
        if len(options.pattern) != 1:
            raise CommandError(f"--as {options.form} takes one pattern; kinesis-constructs patterns list names them")
        pattern = pattern_named(options.pattern[0])
        template = template_made(pattern, arguments)
        card_from(pattern, template)
        if options.form == "backstage":
            files = backstage_files(pattern, template)
        else:
            name = f"{pattern.id}/{pattern.version}.template.json"
            files, versions = {name: json.dumps(template, indent=2) + "\n"}, frozenset({name})
    try:
        written = publish(files, options.to, versions=versions)
    except AlreadyPublished as error:
        raise CommandError(str(error)) from error
    print("\n".join(map(str, written)))
