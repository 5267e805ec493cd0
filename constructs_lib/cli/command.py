"""What every command module offers, and the one error a command may end with."""

from __future__ import annotations

import argparse
from typing import Protocol


class CommandError(Exception):
    """A command could not do its work.

    The message is one sentence that says what is wrong and what to do. The command ends with exit code 2.
    """


def examples(document: str | None, beginning: str) -> str:
    """Give the examples of a module's docstring that begin with these words, as the end of a subcommand's help."""
    lines = [line for line in (document or "").splitlines() if line.startswith(f"  kinesis-constructs {beginning}")]
    return "\n".join(("examples:", *lines)) if lines else ""


class Command(Protocol):
    """A module below `constructs_lib.cli` that defines one command.

    The module's name is the command's name, its docstring's first line the help text; the rest of its docstring,
    with at least one real example, is the text of `--help`.
    """

    __name__: str
    __doc__: str | None

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments to its parser."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the work and return the exit code.

        Raises:
            CommandError: the command could not do its work.
        """
