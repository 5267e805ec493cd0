"""List the AWS limits that the policy knows, or show one with its source.

Examples:
  kinesis-constructs limits
  kinesis-constructs limits kinesis-stream-retention-hours
  kinesis-constructs limits --format json
  kinesis-constructs limits --verify
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from constructs_lib.cli.command import CommandError
from constructs_lib.limits import Limit, table


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", nargs="?", metavar="ID", help="id of a limit, or a part of it")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="compare the table with the installed botocore models and CloudFormation schemas (cfn-lint's copies)",
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    """Print the limits."""
    if options.verify:
        return verify_table(options.format)
    known = table()
    if options.id in known:
        found = [known[options.id]]
    else:
        found = [limit for key, limit in known.items() if options.id is None or options.id in key]
    if not found:
        raise CommandError(f"no limit has {options.id} in its id; kinesis-constructs limits lists them")
    if options.format == "json":
        print(json.dumps([asdict(limit) for limit in found], indent=2, ensure_ascii=False))
    elif len(found) == 1:
        print(explain(found[0]))
    else:
        width = max(len(limit.id) for limit in found)
        print("\n".join(f"{limit.id:<{width}}  {bounds(limit)}" for limit in found))
    return 0


def verify_table(format: str) -> int:
    """Print where the table and what is installed differ; 1 when a difference is new."""
    from constructs_lib.limits.verify import verify

    print("comparing with the botocore models and the CloudFormation schemas …", file=sys.stderr)
    differences = list(verify())
    new = [difference for difference in differences if difference.settled is None]
    if format == "json":
        print(json.dumps([asdict(difference) for difference in differences], indent=2, ensure_ascii=False))
        return int(bool(new))
    for title, found in (("settled", [entry for entry in differences if entry.settled]), ("new", new)):
        for entry in found:
            line = f"{entry.limit}: {entry.field} is {entry.ours} here, {entry.theirs} in {entry.against}"
            print(f"{title:<8} {line}{f' ({entry.settled})' if entry.settled else ''}")
    print(f"{len(new)} new differences, {len(differences) - len(new)} settled, {len(table())} limits")
    return int(bool(new))


def bounds(limit: Limit) -> str:
    """Write what a limit allows."""
    unit = f" {limit.unit}" if limit.unit else ""
    if limit.minimum is not None and limit.maximum is not None:
        return f"{limit.minimum} to {limit.maximum}{unit}"
    if limit.maximum is not None:
        return f"at most {limit.maximum}{unit}"
    if limit.minimum is not None:
        return f"at least {limit.minimum}{unit}"
    if limit.pattern is not None:
        return f"matches {limit.pattern}"
    if limit.allowed:
        return f"{limit.kind} {', '.join(map(str, limit.allowed))}"
    return f"{limit.value}{unit}" if limit.value is not None else str(limit.kind)


def explain(limit: Limit) -> str:
    """Write everything about a limit."""
    rows = {
        "bounds": bounds(limit),
        "default": limit.default,
        "resource": limit.resource,
        "property": limit.property_path,
        "applies": limit.applies_when,
        "adjustable": "yes, on request" if limit.adjustable else "no",
        "source": limit.read,
        "confidence": limit.confidence,
        "note": limit.note,
    }
    lines = [f"  {title:<11} {text}" for title, text in rows.items() if text is not None]
    return "\n".join([limit.id, *lines])
