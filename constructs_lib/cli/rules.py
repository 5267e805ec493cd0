"""List the rules of the policy, or explain one.

Examples:
  kinesis-constructs rules
  kinesis-constructs rules KDF112
  kinesis-constructs rules E3002
  kinesis-constructs rules --format json
  kinesis-constructs rules --format rego > kinesis.rego

Rego is written for custom rules of cloudformation-validate, and holds the bounds on single properties.
"""

from __future__ import annotations

import argparse
import json

from constructs_lib.cli.command import CommandError
from constructs_lib.graph.readers.schema_errors import suggestion
from constructs_lib.policy.explanations import explained, explanations, looks_at
from constructs_lib.policy.profile import InvalidProfile, profile_in_force
from constructs_lib.policy.registry import discover
from constructs_lib.policy.rule import Rule

FIELDS = ("id", "name", "title", "severity", "resources", "why", "fix", "source", "since", "bad", "good")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", nargs="?", metavar="ID", help="id or name of a rule, or any id that a report names")
    parser.add_argument("--format", choices=["text", "json", "markdown", "rego"], default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    """Print the rules."""
    if options.format == "rego":
        if options.id:
            raise CommandError("Rego is written for all rules at once: leave the id out")
        from constructs_lib.publishing.rego import as_rego

        print(as_rego())
        return 0
    rules = (named(options.id),) if options.id else discover()
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


def named(name: str) -> Rule:
    """Find the rule that is meant: any that a report may name, and those of AWS's engine.

    Raises:
        CommandError: there is none, or the profile cannot be used.
    """
    try:
        profile = profile_in_force()
    except InvalidProfile as error:
        raise CommandError(str(error)) from error
    found = explained(name, profile)
    if found is None:
        close = suggestion(name.upper(), [rule.id for rule in explanations()])
        raise CommandError(f"there is no rule {name}{close}; kinesis-constructs rules lists them")
    return found


def explain(rule: Rule) -> str:
    """Write everything about a rule for a terminal."""
    parts = [
        f"{rule.id} {rule.name} ({rule.severity})",
        f"  {rule.title}",
        f"  applies to  {looks_at(rule).replace('`', '')}",
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
        f"- **Applies to**: {', '.join(f'`{resource}`' for resource in rule.resources) or looks_at(rule)}",
        f"- **Why**: {rule.why}",
        f"- **Fix**: {rule.fix}",
        f"- **Source**: {rule.source}",
    ]
    page = "\n\n".join(parts[:2]) + "\n\n" + "\n".join(parts[2:])
    for title, example in (("Found in", rule.bad), ("Not in", rule.good)):
        if example:
            page += f"\n\n## {title}\n\n```yaml\n{example.strip()}\n```"
    return page
