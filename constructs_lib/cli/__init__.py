"""The command line: one module per command."""

from constructs_lib.cli.main import main

__all__ = ["main"]
