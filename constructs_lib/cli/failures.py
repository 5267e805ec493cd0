"""Show what a pipeline could not deliver: the failure documents of a bucket or a queue, grouped and decoded.

  kinesis-constructs failures s3://lake/errors
  kinesis-constructs failures s3://lake/errors --since 2d --samples 3
  kinesis-constructs failures s3://lake --format json
  kinesis-constructs failures sqs://watch-failures

It reads the error objects of delivery streams, the manifests for Redshift and what event source mappings give up.
What is none of these is counted and named. The exit code is 0 where there are none, 1 where there are some.
"""

from __future__ import annotations

import argparse
import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.command import CommandError
from constructs_lib.cli.progress import Progress

if TYPE_CHECKING:
    from constructs_lib.operate.failures.summary import Group, GroupKey, Summary

AGE = re.compile(r"(\d{1,6})([mhd])")
AGE_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
SHOWN_CHARACTERS = 100
SHOWN_GROUPS = 30
SHOWN_UNREADABLE = 10
LOCATION_HELP = "where the failure documents are: s3://BUCKET, s3://BUCKET/PREFIX or sqs://QUEUE"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("location", metavar="LOCATION", help=LOCATION_HELP)
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    add_since(parser)
    parser.add_argument("--samples", type=natural, default=1, metavar="N", help="records shown of a group; default: 1")


def add_since(parser: argparse.ArgumentParser) -> None:
    """Add the option that leaves old objects out."""
    parser.add_argument(
        "--since",
        type=moment,
        metavar="TIME",
        help="only objects written since then: 2025-11-13T02:00Z, 90m, 2d",
    )


def natural(text: str) -> int:
    """Read a number from 0."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is no number from 0")
    return int(text)


def moment(text: str) -> datetime:
    """Read a time, in UTC where it names no zone, or an age."""
    age = AGE.fullmatch(text)
    if age:
        return datetime.now(UTC) - timedelta(**{AGE_UNITS[age[2]]: int(age[1])})
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no time: write 2025-11-13, 2025-11-13T02:00Z, 90m or 2d") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def run(options: argparse.Namespace) -> int:
    """Read, group and show."""
    from constructs_lib.operate.errors import OperateError
    from constructs_lib.operate.failures.source import open_source
    from constructs_lib.operate.failures.summary import Summary

    summary = Summary(most_samples=options.samples)
    try:
        with closing(open_source(options.location, client, since=options.since)) as source, Progress() as progress:
            for key in source.objects():
                summary.add(source.read(key))
                progress.show(f"{summary.objects:,} {things(options.location)}, {summary.records:,} records")
    except OperateError as error:
        raise CommandError(str(error)) from None
    if options.format == "json":
        print(json.dumps(as_document(summary), indent=2))
    else:
        print("\n".join(as_lines(summary, options.location)))
    return int(bool(summary.records or summary.unreadable))


def client(service: str, **options: Any) -> Any:
    """Make a boto3 client of a service, with boto3's own options.

    Raises:
        CommandError: boto3 has no region or no such profile.
    """
    import boto3
    from botocore.exceptions import BotoCoreError

    from constructs_lib.operate.errors import refused

    make: Any = boto3.client
    try:
        return make(service, **options)
    except BotoCoreError as error:
        raise CommandError(str(refused(error, f"reach {service}"))) from None
    except ValueError as error:
        raise CommandError(f"cannot reach {service}: {error}") from None


def as_document(summary: Summary) -> dict[str, Any]:
    """Write the summary as JSON."""
    return {
        "objects": summary.objects,
        "records": summary.records,
        "groups": [group_document(key, group) for key, group in summary.largest_first()],
        "unreadable": [{"place": str(one.place), "reason": one.reason} for one in summary.unreadable],
    }


def group_document(key: GroupKey, group: Group) -> dict[str, Any]:
    """Write one group as JSON."""
    from constructs_lib.operate.failures.summary import shown

    samples = [{"place": str(sample.place), "content": shown(sample)} for sample in group.samples]
    return {
        "kind": key.kind.value,
        "stream": key.stream or None,
        "hour": key.hour or None,
        "reason": key.reason or None,
        "records": group.records,
        "samples": samples,
    }


def as_lines(summary: Summary, location: str) -> list[str]:
    """Write the summary for people."""
    from constructs_lib.operate.failures.summary import shown

    if not summary.objects:
        return [f"{location} holds no {things(location)}: check the address and --since"]
    records, held = plural(summary.records, "failed record"), plural(summary.objects, things(location)[:-1])
    lines = [f"{records} in {held} of {location}"]
    largest_first = summary.largest_first()
    for key, group in largest_first[:SHOWN_GROUPS]:
        where = "  ".join((key.kind.value, key.stream or "unknown stream", key.hour or "unknown time"))
        lines += ["", f"{group.records:>9,}  {where}", f"{'':11}{plain(key.reason) or 'no reason given'}"]
        lines += [f"{'':11}> {cut(shown(sample))}  ({plain(str(sample.place))})" for sample in group.samples]
    if further := largest_first[SHOWN_GROUPS:]:
        left = sum(group.records for _, group in further)
        lines += ["", f"{left:>9,}  in {len(further):,} further groups: --format json names all"]
    if summary.unreadable:
        lines += ["", f"{len(summary.unreadable):>9,}  unreadable"]
        lines += [f"{'':11}{plain(str(one.place))}: {one.reason}" for one in summary.unreadable[:SHOWN_UNREADABLE]]
        if len(summary.unreadable) > SHOWN_UNREADABLE:
            lines.append(f"{'':11}… --format json names all")
    return lines


def plural(count: int, noun: str) -> str:
    """Count things of a kind."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def things(location: str) -> str:
    """Name what a location holds."""
    return "messages" if location.startswith("sqs:") else "objects"


def plain(text: str) -> str:
    """Put a text on one line, without what a terminal would act on."""
    return "".join(letter if letter.isprintable() else "?" for letter in " ".join(text.split()))


def cut(text: str) -> str:
    """Shorten what is too long for a line."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
