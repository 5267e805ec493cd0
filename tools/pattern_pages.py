"""The pages and schemas of the patterns: drawn and counted from the template of each."""

from __future__ import annotations

import json
import os
from pathlib import Path

from constructs_lib.patterns import Pattern
from constructs_lib.patterns.registry import own_patterns
from constructs_lib.publishing import Card, as_markdown, card_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "patterns"
SCHEMAS = ROOT / "schemas" / "patterns"
RULES = "## Rules it passed"
CHANGES = "## Changes"


def pages() -> dict[Path, str]:
    """Make a page and a schema of every pattern of this library."""
    found = sorted(own_patterns(), key=lambda pattern: pattern.id)
    schemas = {SCHEMAS / f"{each.id}.schema.json": json.dumps(each.schema, indent=2) + "\n" for each in found}
    return {PAGES / f"{each.id}.md": page(card(each)) for each in found} | schemas


def card(pattern: Pattern) -> Card:
    """Make the card of a pattern from examples."""
    os.environ.setdefault("CDK_VALIDATION", "false")
    from constructs_lib.cdk.patterns.publication import template_of

    decided = {
        each.name: each.example
        for each in pattern.parameters
        if each.required and (each.guarded or not each.at_deployment)
    }
    return card_of(pattern, template_of(pattern, decided))


def page(made: Card) -> str:
    """Leave to the command what changes with every new rule."""
    before, _, rest = as_markdown(made).partition(RULES)
    said = f"`kinesis-constructs patterns card {made.pattern.id}` lists the rules that look at these resources."
    return (
        f"{before}{RULES}\n\nThe policy finds nothing in its template. {said}\n\n{CHANGES}{rest.partition(CHANGES)[2]}"
    )
