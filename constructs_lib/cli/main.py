"""Find the command, read its arguments, run it."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import gc
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import constructs_lib
from constructs_lib.cli.command import Command, CommandError

COMMANDS = {
    "check": "check templates, assemblies and pipeline specs against the policy",
    "synth": "write the CloudFormation template of a pipeline spec",
    "rules": "list the policy's rules, or explain one",
    "limits": "list the AWS limits, or show one with its source",
    "patterns": "list, show and publish finished pipelines",
    "new": "write an app from a pattern, or the beginning of a rule, with tests",
    "audit": "audit what runs in an account against policy, quotas and templates",
    "failures": "show the failed records of a bucket, grouped and decoded",
    "redrive": "send the failed records of a bucket again",
    "local": "start, feed and inspect an AWS that lives on this machine",
}
EXTRAS = {
    "aws_cdk": "cdk",
    "boto3": "aws",
    "botocore": "aws",
    "cfnlint": "lint",
    "constructs": "cdk",
    "rich": "aws",
}
"""What each package of others that a command imports comes with."""
EXIT_INTERRUPTED = 130
COLUMNS = 80
"""The width of help where there is no terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after the program's name; those of this process by default.

    Returns:
        The exit code: 0, 1 where a check found something, 2 where the command could not do its work.
    """
    make_streams_safe()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] not in COMMANDS:
        parser = overview()
        parser.parse_args(words)
        parser.print_help()
        return 2
    name = words[0]
    atexit.register(gc.freeze)
    try:
        command = load(name)
        code = command.run(command_parser(name, command).parse_args(words[1:]))
        sys.stdout.flush()
        return code
    except CommandError as error:
        print(f"kinesis-constructs {name}: {error}", file=sys.stderr)
        return 2
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        advice = f"pip install 'kinesis-constructs[{EXTRAS[package]}]'"
        print(f"kinesis-constructs {name}: {package} is missing: {advice}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"kinesis-constructs {name}: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        let_go_of_output()
        return 0
    except OSError as error:
        let_go_of_output()
        place = f"{error.filename}: " if error.filename else ""
        print(f"kinesis-constructs {name}: {place}{(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 2


def let_go_of_output() -> None:
    """Keep Python from trying once more, at its end, to write what cannot be written."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_streams_safe() -> None:
    """Let what a stream cannot encode be written as an escape, and give a closed stream nothing to say."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse makes one for each argument, even if nobody asks for help."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


def columns() -> int:
    """The width of the terminal, as `shutil` finds it, which loads three ways of compressing files first."""
    width = 0
    with contextlib.suppress(KeyError, ValueError):
        width = int(os.environ["COLUMNS"])
    if width <= 0:
        with contextlib.suppress(OSError, ValueError):
            width = os.get_terminal_size(sys.stdout.fileno()).columns
    return width or COLUMNS


def load(name: str) -> Command:
    """Import a command's module; an import leaves no garbage behind, so that Python need not look for any."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return cast("Command", importlib.import_module(f"constructs_lib.cli.{name}"))
    finally:
        if collecting:
            gc.enable()


def overview() -> argparse.ArgumentParser:
    """Build the parser that knows the commands' names but loads none of them."""
    parser = argparse.ArgumentParser(
        prog="kinesis-constructs",
        description=constructs_lib.__doc__,
        epilog="kinesis-constructs COMMAND --help shows a command's options and an example.",
    )
    parser.add_argument("--version", action="version", version=f"kinesis-constructs {constructs_lib.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=False)
    for name, text in COMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    return parser


def command_parser(name: str, command: Command) -> argparse.ArgumentParser:
    """Build the parser of one command from its module."""
    parser = argparse.ArgumentParser(
        prog=f"kinesis-constructs {name}",
        description=command.__doc__,
        formatter_class=Help,
    )
    command.configure(parser)
    return parser
