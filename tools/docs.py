"""Write the pages that are derived from the code: `--write`, or `--check` that they are in step."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import construct_pages
import pattern_pages

from constructs_lib.cli.rules import markdown
from constructs_lib.policy.explanations import NOTICES
from constructs_lib.policy.profile import profile_schema
from constructs_lib.policy.registry import discover
from constructs_lib.policy.rule import Rule
from constructs_lib.policy.schema import engine_rules
from constructs_lib.spec import keywords_page, pipeline_schema

ROOT = Path(__file__).resolve().parent.parent
CONSTRUCTS = ROOT / "docs" / "constructs"
RULES = ROOT / "docs" / "rules"
ENGINE_RULES = ROOT / "constructs_lib" / "policy" / "profile" / "engine_rules.json"
PROFILE_SCHEMA = ROOT / "schemas" / "profile.schema.json"
PIPELINE_KEYWORDS = ROOT / "docs" / "spec-keywords.md"
PIPELINE_SCHEMA = ROOT / "schemas" / "pipeline.schema.json"
EXPLAINED = "`kinesis-constructs rules ID` shows one on the command line, and what AWS's own engine means by E3002."
BESIDE = "No rule on a single resource says this. Each id has a page, too."


def pages() -> dict[Path, str]:
    """Make every derived page: path to text."""
    rules = discover()
    notices = [rule for found in NOTICES.values() for rule in found]
    parts = [
        f"# Rules\n\n{len(rules)} rules. {EXPLAINED}",
        table(rules),
        "## What else a report may say",
        BESIDE,
        *(f"{place[0].upper()}{place[1:]}:\n\n{table(found)}" for place, found in NOTICES.items()),
    ]
    index = "\n\n".join(parts) + "\n"
    return {
        RULES / "README.md": index,
        **construct_pages.pages(),
        **pattern_pages.pages(),
        ENGINE_RULES: json.dumps(sorted(engine_rules())) + "\n",
        PROFILE_SCHEMA: json.dumps(profile_schema(), indent=2) + "\n",
        PIPELINE_KEYWORDS: keywords_page(),
        PIPELINE_SCHEMA: json.dumps(pipeline_schema(), indent=2) + "\n",
        **{RULES / f"{rule.id}.md": markdown(rule) + "\n" for rule in (*rules, *notices)},
    }


def table(rules: Iterable[Rule]) -> str:
    """List rules with a link to the page of each."""
    rows = [f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title} |" for rule in rules]
    return "\n".join(["| rule | severity | holds when |", "| --- | --- | --- |", *rows])


def stale(wanted: dict[Path, str]) -> list[Path]:
    """Find the pages that differ from the code, and those that nothing makes any more."""
    differing = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    return differing + [path for folder in (RULES, CONSTRUCTS) for path in folder.glob("*.md") if path not in wanted]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--write", action="store_true", help="write the pages")
    way.add_argument("--check", action="store_true", help="fail when a page is not in step")
    options = parser.parse_args()
    wanted = pages()
    found = stale(wanted)
    for path in found:
        if options.write and path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        elif options.write:
            path.unlink()
        else:
            print(f"{path.relative_to(ROOT)} is not in step with the code: run make docs", file=sys.stderr)
    return int(bool(found) and options.check)


if __name__ == "__main__":
    sys.exit(main())
