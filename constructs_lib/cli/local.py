"""Run an AWS on this machine: start it, deploy to it, send records, look at what came of them, stop it.

It needs no account, no Docker and, once installed, no network. Nothing leaves this machine.

  kinesis-constructs local up
  kinesis-constructs local up --endpoint https://ingest.example.com/v1=http://127.0.0.1:8080/v1
  kinesis-constructs local deploy
  kinesis-constructs local deploy --app "python app.py" --stack Ingest
  kinesis-constructs local show
  kinesis-constructs local send Ingest/Orders orders.jsonl --key customer --wait
  kinesis-constructs local show --failed ingest-failures-3d4c
  kinesis-constructs local down

The names of streams and buckets are those that show lists; a stream is known by the path of its construct, too.

What it is not: it does not throttle, its shards do not keep their history when they are split, and the delivery
streams' own roles are not evaluated. Test those on AWS.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.command import CommandError, examples
from constructs_lib.local import contents, deploy, environment, feed, registration
from constructs_lib.local.connection import DEFAULT_ACCOUNT, DEFAULT_REGION, Connection
from constructs_lib.local.errors import LocalAwsError
from constructs_lib.local.server import LocalAws

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_SECONDS = 120.0
SHOWN_EVENTS = ("✅", "❌", "failed")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands."""
    commands = parser.add_subparsers(title="subcommands", metavar="SUBCOMMAND", required=True)

    def add(name: str, work: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=examples(__doc__, f"local {name}"),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(work=work)
        return command

    add("install", install, "install it now instead of at the first start")

    command = add("up", up, "start it in the background; it runs until 'down'")
    command.add_argument("--port", type=port, default=0, help="on 127.0.0.1; a free one by default")
    command.add_argument("--region", default=DEFAULT_REGION, help=f"default: {DEFAULT_REGION}")
    command.add_argument("--account", type=account, default=DEFAULT_ACCOUNT, help=f"default: {DEFAULT_ACCOUNT}")
    command.add_argument("--interval-cap", type=float, metavar="SECONDS", help="longest buffering; default: 2")
    command.add_argument(
        "--endpoint",
        type=endpoint,
        action="append",
        default=[],
        metavar="URL=LOCAL_URL",
        help="what on this machine stands in for an HTTP endpoint; may be repeated",
    )
    command.add_argument("--foreground", action="store_true", help="stay, and stop it with Ctrl-C")

    command = add("deploy", deploy_app, "deploy an app with the AWS CDK CLI")
    command.add_argument("assembly", nargs="?", help="folder of cdk synth; default: the app of this folder's cdk.json")
    command.add_argument("--app", metavar="COMMAND", help='command that synthesizes, such as "python app.py"')
    command.add_argument("--stack", action="append", default=[], metavar="NAME", help="only this one; may be repeated")

    command = add("send", send, "send the records of a file to a stream")
    command.add_argument("stream", metavar="STREAM", help="its name, or the id or path of its construct")
    command.add_argument("file", metavar="FILE", help="JSON lines, CSV or text; - for standard input")
    command.add_argument("--key", metavar="FIELD", help="field that is the partition key; the line number by default")
    command.add_argument(
        "--input-format", type=feed.Format, choices=list(feed.Format), help="default: by the file's name"
    )
    command.add_argument("--wait", action="store_true", help="wait until every record is accounted for")
    add_format(command)

    command = add("show", show, "show streams, deliveries, consumers and objects")
    command.add_argument("--failed", metavar="BUCKET[/PREFIX]", help="decode the error objects there instead")
    add_format(command)

    add("down", down, "stop it and forget everything in it")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add the option of commands that print data."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")


def port(text: str) -> int:
    """Read a port."""
    number = int(text)
    if not 0 <= number < 2**16:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return number


def account(text: str) -> str:
    """Read an account number."""
    if len(text) != len(DEFAULT_ACCOUNT) or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is no account: twelve digits are needed")
    return text


def endpoint(text: str) -> tuple[str, str]:
    """Read an HTTP endpoint and its stand-in; the endpoint itself may contain an equals sign."""
    url, equals, stand_in = text.rpartition("=http")
    if not url:
        raise argparse.ArgumentTypeError(f"{text} is no pair: write https://...=http://127.0.0.1:PORT")
    return url, equals[1:] + stand_in


def run(options: argparse.Namespace) -> int:
    """Run the subcommand."""
    try:
        code: int = options.work(options)
    except LocalAwsError as error:
        raise CommandError(str(error)) from None
    return code


def install(_: argparse.Namespace) -> int:
    """Make the environment."""
    if not environment.installed():
        note("installing the local AWS …")
    environment.install()
    print(f"installed in {environment.folder()}")
    return 0


def up(options: argparse.Namespace) -> int:
    """Start it, unless it runs."""
    claim = registration.Claim.take()
    if claim is None:
        found = registration.read()
        print(f"already running at {found.endpoint}" if found else "it is being started by somebody else")
        return 0
    registration.clear(registration.read())
    if not environment.installed():
        note("installing the local AWS, this once …")
    log = registration.log_file()
    log.unlink(missing_ok=True)
    begun = time.monotonic()
    aws = LocalAws.start(
        port=options.port,
        account=options.account,
        region=options.region,
        log=log,
        interval_cap=options.interval_cap,
        endpoints=dict(options.endpoint),
        outlive=None if options.foreground else [claim.descriptor],
    )
    try:
        registration.write(registration.Registration.of(aws))
        print(f"local AWS at {aws.endpoint}, account {aws.account}, {aws.region} ({time.monotonic() - begun:.1f} s)")
        if options.foreground:
            stay(aws)
        else:
            print("next: kinesis-constructs local deploy; kinesis-constructs local down stops it")
    except BaseException:
        aws.stop()
        registration.clear(None)
        raise
    claim.release()
    return 0


def stay(aws: LocalAws) -> None:
    """Wait until Ctrl-C, or until 'down' in another terminal."""
    note("Ctrl-C stops it")
    with contextlib.suppress(KeyboardInterrupt):
        aws.child.wait()
    aws.stop()
    registration.clear(None)
    print("stopped")


def down(_: argparse.Namespace) -> int:
    """Stop it."""
    found = registration.running()
    if found is None:
        print("nothing runs")
        return 0
    registration.end(found)
    print(f"stopped the local AWS at {found.endpoint}")
    return 0


def connected() -> Connection:
    """Find the local AWS that runs.

    Raises:
        CommandError: none does.
    """
    found = registration.running()
    if found is None:
        raise CommandError("no local AWS is running: start it with kinesis-constructs local up")
    return found.connection


def deploy_app(options: argparse.Namespace) -> int:
    """Bootstrap once, then deploy."""
    connection = connected()
    app = app_of(options)
    log = environment.home() / "local-aws-deploy.log"
    log.unlink(missing_ok=True)
    begun = time.monotonic()
    if not deploy.is_bootstrapped(connection):
        note(f"bootstrapping {connection.account}/{connection.region} …")
        deploy.bootstrap(connection, log=log)
    note(f"deploying {app or 'the app of cdk.json'} …")
    deploy.deploy(connection, app, stacks=options.stack, log=log, progress=show_event)
    print(f"deployed in {time.monotonic() - begun:.1f} s")
    return 0


def app_of(options: argparse.Namespace) -> str | None:
    """Choose what to deploy: a command, an assembly, or `None` for what this folder's cdk.json says.

    Raises:
        CommandError: there is nothing to deploy.
    """
    if options.app:
        return str(options.app)
    if options.assembly is None:
        if not Path("cdk.json").is_file():
            raise CommandError('there is no cdk.json here: name the folder of a cdk synth, or give --app "COMMAND"')
        return None
    if not (Path(options.assembly) / "manifest.json").is_file():
        raise CommandError(f'{options.assembly} is no cloud assembly: run cdk synth first, or give --app "COMMAND"')
    return str(options.assembly)


def show_event(line: str) -> None:
    """Pass on the lines of the CDK CLI that tell a result."""
    if any(mark in line for mark in SHOWN_EVENTS):
        note(line.strip())


def send(options: argparse.Namespace) -> int:
    """Send the records of a file and, if asked, wait until they are accounted for."""
    from botocore.exceptions import ClientError

    from constructs_lib.local.stream_names import find_stream
    from constructs_lib.operate import Entry, Producer, ProducerReport

    connection = connected()
    stream = find_stream(connection, options.stream)

    def progress(report: ProducerReport) -> None:
        note(f"{report.sent:,} records sent", again=True)

    producer = Producer(connection.client("kinesis"), stream)
    records = feed.read(options.file, options.input_format, options.key)
    try:
        report = producer.send((Entry(data, key) for data, key in records), progress=progress)
    except ClientError as error:
        raise CommandError(f"the stream refused the records: {error}") from None
    note("")
    outcome: dict[str, Any] = {
        "sent": report.sent,
        "unsent": len(report.unsent),
        "retried": report.retried,
        "seconds": round(report.seconds, 3),
    }
    if options.wait:
        outcome["status"] = connection.wait_until_idle(timeout=WAIT_SECONDS)
    if options.format == "json":
        print(json.dumps(outcome, indent=2))
    else:
        from constructs_lib.local import tables

        print(f"{report.sent:,} records sent to {stream} in {report.seconds:.1f} s")
        for unsent in report.unsent:
            print(f"not sent: {unsent.reason}")
        if options.wait:
            tables.show(tables.deliveries(outcome["status"]), tables.mappings(outcome["status"]))
    return 0 if not report.unsent else 1


def show(options: argparse.Namespace) -> int:
    """Show what lives there."""
    connection = connected()
    if options.failed:
        return show_failed(connection, options)
    status = connection.status()
    streams = contents.streams(connection)
    prefixes = contents.prefixes(connection)
    if options.format == "json":
        document = {"streams": streams, **status, "objects": [asdict(prefix) for prefix in prefixes]}
        print(json.dumps(document, indent=2))
        return 0
    from constructs_lib.local import tables

    print(f"local AWS at {connection.endpoint}, account {connection.account}, {connection.region}")
    parts = [tables.streams(streams), tables.deliveries(status), tables.mappings(status), tables.objects(prefixes)]
    tables.show(*parts)
    return 0


def show_failed(connection: Connection, options: argparse.Namespace) -> int:
    """Decode error objects."""
    bucket, _, prefix = options.failed.partition("/")
    found = list(contents.failed_records(connection, bucket, prefix))
    if options.format == "json":
        print(json.dumps([{**asdict(one), "data": one.data.decode(errors="replace")} for one in found], indent=2))
    else:
        from constructs_lib.local import tables

        tables.show(tables.failed(found))
    return 0


def note(text: str, *, again: bool = False) -> None:
    """Tell on stderr what is going on; on a terminal a line can be written over."""
    if not again:
        print(text, file=sys.stderr)
    elif sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)
