"""List the rules of the policy, or explain one.

Examples:
  kinesis-constructs rules
  kinesis-constructs rules KDF112
  kinesis-constructs rules --format json
  kinesis-constructs rules --format rego > kinesis.rego

Rego is written for custom rules of cloudformation-validate, and holds the bounds on single properties.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from constructs_lib.cli.command import CommandError
from constructs_lib.policy.forms import FORM
from constructs_lib.policy.profile import WAIVER_RULES, InvalidProfile, profile_in_force
from constructs_lib.policy.profile.rules import profile_rules
from constructs_lib.policy.registry import discover
from constructs_lib.policy.rule import Rule
from constructs_lib.policy.specs import SPEC
from constructs_lib.policy.updates import UPDATE_RULES

FIELDS = ("id", "name", "title", "severity", "resources", "why", "fix", "source", "since", "bad", "good")

WITHOUT_TYPES = {FORM.id: "templates", SPEC.id: "pipeline specs"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", nargs="?", metavar="ID", help="id or name of a rule")
    parser.add_argument("--format", choices=["text", "json", "markdown", "rego"], default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    """Print the rules."""
    if options.format == "rego":
        if options.id:
            raise CommandError("Rego is written for all rules at once: leave the id out")
        from constructs_lib.publishing.rego import as_rego

        print(as_rego())
        return 0
    rules = discover()
    if options.id:
        rules = tuple(rule for rule in explainable() if options.id.lower() in {rule.id.lower(), rule.name})
        if not rules:
            raise CommandError(f"there is no rule {options.id}; kinesis-constructs rules lists them")
    if options.format == "json":
        entries = [{name: getattr(rule, name) for name in FIELDS} for rule in rules]
        print(json.dumps(entries[0] if options.id else entries, indent=2))
    elif options.format == "markdown":
        print("\n\n".join(map(markdown, rules)))
    elif options.id:
        print(explain(rules[0]))
    else:
        print("\n".join(f"{rule.id:<8}{rule.severity:<9}{rule.title}" for rule in rules))
    return 0


def explainable() -> Iterator[Rule]:
    """Give every rule that a finding may name: those of the profile, of waivers, updates and forms, too.

    Raises:
        CommandError: the profile cannot be used.
    """
    yield from discover()
    try:
        yield from profile_rules(profile_in_force())
    except InvalidProfile as error:
        raise CommandError(str(error)) from error
    yield from WAIVER_RULES
    yield from (rule.described for rule in UPDATE_RULES)
    yield from (FORM, SPEC)


def explain(rule: Rule) -> str:
    """Write everything about a rule for a terminal."""
    parts = [
        f"{rule.id} {rule.name} ({rule.severity})",
        f"  {rule.title}",
        f"  applies to  {', '.join(rule.resources) or WITHOUT_TYPES.get(rule.id, 'the profile')}",
        f"  why         {rule.why}",
        f"  fix         {rule.fix}",
        f"  source      {rule.source}",
    ]
    for title, example in (("found in", rule.bad), ("not in", rule.good)):
        if example:
            parts += ["", f"  {title}", *(f"    {line}" for line in example.strip().splitlines())]
    return "\n".join(parts)


def markdown(rule: Rule) -> str:
    """Write a rule's page."""
    parts = [
        f"# {rule.id} {rule.name}",
        f"{rule.title[0].upper()}{rule.title[1:]}.",
        f"- **Severity**: {rule.severity}",
        f"- **Applies to**: {', '.join(f'`{resource}`' for resource in rule.resources)}",
        f"- **Why**: {rule.why}",
        f"- **Fix**: {rule.fix}",
        f"- **Source**: {rule.source}",
    ]
    page = "\n\n".join(parts[:2]) + "\n\n" + "\n".join(parts[2:])
    for title, example in (("Found in", rule.bad), ("Not in", rule.good)):
        if example:
            page += f"\n\n## {title}\n\n```yaml\n{example.strip()}\n```"
    return page
