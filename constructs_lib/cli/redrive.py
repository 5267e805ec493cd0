"""Send failed records again, into a data stream or a delivery stream.

  kinesis-constructs redrive s3://lake/errors --to stream:flights --dry-run
  kinesis-constructs redrive s3://lake/errors --to stream:flights --only processing --rate 500
  kinesis-constructs redrive s3://lake/errors --to delivery:flights-to-lake --transform repair.py
  kinesis-constructs redrive sqs://watch-failures --to stream:flights

repair.py defines  def transform(record: bytes) -> bytes | None  where None drops the record.

What is through is written to a folder, so the same command goes on after it was interrupted or killed; at most one
batch is then sent twice. What failed again is in failed.jsonl there with its reasons, as error lines that can be read
again. To send it again after a fix, name another --state.

A failure document that names a range of a stream only is followed into the stream: all between its first and its last
record is sent, also what a filter left out or another batch has handled. A message of which everything was sent is
deleted; any other shows up in its queue again.

What a RedriveStateMachine wrote below redrive/ is left out, unless the location names it.

The exit code is 0 where all was sent or skipped, 1 where something is left.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.command import CommandError
from constructs_lib.cli.failures import LOCATION_HELP, add_since, client, plain
from constructs_lib.cli.progress import Progress

if TYPE_CHECKING:
    from constructs_lib.operate.redrive.run import Sender, Transform
    from constructs_lib.operate.redrive.totals import Totals

KINDS = [
    *("processing", "conversion", "partitioning", "http-endpoint", "opensearch", "splunk", "snowflake", "redshift"),
    *("iceberg", "mapping", "delivery"),
]
TARGETS = ("stream", "delivery")
FOLDER_DIGITS = 12
SHOWN_REASONS = 5


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("location", metavar="LOCATION", help=LOCATION_HELP)
    parser.add_argument("--to", type=target, required=True, metavar="TARGET", help="stream:NAME or delivery:NAME")
    parser.add_argument("--only", choices=KINDS, metavar="KIND", help=f"leave other kinds out: {', '.join(KINDS)}")
    add_since(parser)
    parser.add_argument("--transform", type=Path, metavar="FILE", help="Python file that repairs records")
    parser.add_argument("--rate", type=positive, metavar="N", help="records per second at most")
    parser.add_argument("--dry-run", action="store_true", help="read and transform everything, send nothing")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="default: redrive-…, by location and options")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")


def positive(text: str) -> int:
    """Read a number from 1."""
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number from 1")
    return int(text)


def target(text: str) -> tuple[str, str]:
    """Read where to."""
    kind, _, name = text.partition(":")
    if kind not in TARGETS or not name:
        raise argparse.ArgumentTypeError(f"{text} is no target: write stream:NAME or delivery:NAME")
    return kind, name


def run(options: argparse.Namespace) -> int:
    """Send, and tell what became of the records."""
    transform = transform_of(options.transform) if options.transform else None
    if options.dry_run:
        from constructs_lib.operate.redrive.dry_run import DryRun

        look_for(*options.to)
        with tempfile.TemporaryDirectory() as folder:
            totals = redrive(options, DryRun(), transform, Path(folder))
            report(totals, options, Path(folder))
    else:
        folder_path = options.state or Path(f"redrive-{fingerprint(options)}")
        totals = redrive(options, sender_of(*options.to), transform, folder_path)
        report(totals, options, folder_path)
    return int(bool(totals.failed or totals.unreadable))


def redrive(options: argparse.Namespace, sender: Sender, transform: Transform | None, folder: Path) -> Totals:
    """Run it with the journal of a folder."""
    from constructs_lib.operate.errors import OperateError
    from constructs_lib.operate.failures.record import Kind
    from constructs_lib.operate.failures.source import open_source
    from constructs_lib.operate.redrive import Journal, Redrive, StreamReader

    totals: Totals | None = None
    try:
        with (
            closing(open_source(options.location, client, since=options.since)) as source,
            Journal(folder, settings_of(options)) as journal,
            Progress() as progress,
        ):
            totals = journal.totals
            if totals.read:
                print(f"going on after {totals.read:,} records, from {folder}", file=sys.stderr)
            return Redrive(
                source=source,
                streams=StreamReader(patient_kinesis),
                sender=sender,
                target=":".join(options.to),
                journal=journal,
                only=Kind(options.only) if options.only else None,
                transform=transform,
                rate=options.rate,
                progress=lambda totals: progress.show(in_words(totals)),
                settle=not options.dry_run,
            ).run()
    except OperateError as error:
        raise CommandError(f"{error}{so_far(totals, options)}") from None
    except OSError as error:
        raise CommandError(f"cannot write {folder}: {(error.strerror or str(error)).lower()}") from None


def so_far(totals: Totals | None, options: argparse.Namespace) -> str:
    """Say what was done before a run ended; empty where it was nothing, or is undone."""
    if totals is None or not totals.read or options.dry_run:
        return ""
    return f" ({in_words(totals)} so far; the same command goes on from there)"


def look_for(kind: str, name: str) -> None:
    """Look whether a target is there, which a run that sends nothing would not notice.

    One that may not be described passes.

    Raises:
        CommandError: it does not exist.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from constructs_lib.operate.errors import MISSING, refused

    try:
        if kind == "delivery":
            client("firehose").describe_delivery_stream(DeliveryStreamName=name)
        else:
            client("kinesis").describe_stream_summary(StreamName=name)
    except (BotoCoreError, ClientError) as error:
        if not isinstance(error, ClientError) or error.response["Error"]["Code"] in MISSING:
            raise CommandError(str(refused(error, f"send to {kind}:{name}"))) from None


def patient_kinesis(region: str) -> Any:
    """Make a client that waits where Kinesis answers that it is read too often."""
    from botocore.config import Config

    return client("kinesis", region_name=region, config=Config(retries={"mode": "standard", "max_attempts": 10}))


def sender_of(kind: str, name: str) -> Sender:
    """Make the producer of a target."""
    if kind == "delivery":
        from constructs_lib.operate.deliver import DeliveryProducer

        return DeliveryProducer(sending_client("firehose"), name)
    from constructs_lib.operate.produce import Producer

    return Producer(sending_client("kinesis"), name)


def sending_client(service: str) -> Any:
    """Make a client that leaves the checking of its many small parameters to the producer."""
    from botocore.config import Config

    return client(service, config=Config(parameter_validation=False))


def settings_of(options: argparse.Namespace) -> dict[str, str]:
    """Name what must be the same when a run is continued."""
    return {"location": options.location, "to": ":".join(options.to), "only": options.only or ""}


def fingerprint(options: argparse.Namespace) -> str:
    """Name a folder by the settings."""
    return hashlib.sha256(json.dumps(settings_of(options)).encode()).hexdigest()[:FOLDER_DIGITS]


def transform_of(path: Path) -> Transform:
    """Load a function `transform` from a Python file.

    Raises:
        CommandError: there is no such file, it fails, or has no such function.
    """
    spec = importlib.util.spec_from_file_location("redrive_transform", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise CommandError(f"{path} is no Python file: name one that defines transform")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CommandError(f"{path} cannot be loaded ({type(error).__name__}: {error})") from error
    found: Transform | None = getattr(module, "transform", None)
    if not callable(found):
        raise CommandError(f"{path} has no function transform(record: bytes) -> bytes | None")
    return found


def in_words(totals: Totals) -> str:
    """Say how far it is."""
    return f"{totals.read:,} read, {totals.sent:,} sent, {totals.failed:,} failed again"


def report(totals: Totals, options: argparse.Namespace, folder: Path) -> None:
    """Print the summary, and why documents of the folder were not sent."""
    from constructs_lib.operate.redrive.journal import KEPT

    kept, reasons = folder / KEPT, kept_reasons(folder / KEPT)
    if options.format == "json":
        state = None if options.dry_run else str(folder)
        numbers = {**totals.document(), "reasons": dict(reasons.most_common())}
        print(json.dumps({**numbers, "dry_run": options.dry_run, "state": state}, indent=2))
        return
    sent = "would be sent" if options.dry_run else "sent"
    rows = [(totals.read, "read"), (totals.sent, sent), (totals.skipped.total(), "skipped")]
    rows += [(number, f"  {reason}") for reason, number in totals.skipped.most_common()]
    rows += [(totals.failed, "failed again"), (totals.unreadable, "unreadable")]
    rows += [(number, f"  {plain(reason)}") for reason, number in reasons.most_common(SHOWN_REASONS)]
    for number, text in rows:
        print(f"{number:>11,}  {text}")
    if len(reasons) > SHOWN_REASONS:
        print(f"{'':>11}    … --format json names all {len(reasons):,} reasons")
    if not totals.read:
        print(f"{options.location} holds no failure documents: check the address and --since")
    if reasons and not options.dry_run:
        print(f"kept in {kept}")


def kept_reasons(path: Path) -> Counter[str]:
    """Count why documents were kept."""
    from constructs_lib.operate.failures.summary import alike

    with path.open(encoding="utf-8") as lines:
        return Counter(alike(json.loads(line)["errorMessage"]) for line in lines)
