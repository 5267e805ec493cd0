"""What commands about patterns share: finding one, reading its arguments, making its template."""

from __future__ import annotations

import argparse
import importlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.cli.command import CommandError
from constructs_lib.patterns import NoSuchPattern, Pattern, find_pattern
from constructs_lib.policy.compliance import InvalidProperties

PUBLICATION = "constructs_lib.cdk.patterns.publication"


def add_arguments(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the options that give a pattern its arguments."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="decide a parameter; the value is JSON, or else a text",
    )
    parser.add_argument("--values", type=Path, metavar="FILE", help="decide parameters: a mapping in YAML or JSON")


def pattern_named(reference: str) -> Pattern:
    """Find a pattern.

    Raises:
        CommandError: there is none.
    """
    try:
        return find_pattern(reference)
    except (NoSuchPattern, ValueError) as error:
        raise CommandError(str(error)) from error


def arguments_of(options: argparse.Namespace) -> dict[str, Any]:
    """Read the arguments that were given.

    Raises:
        CommandError: the file holds no mapping, or an option no name.
    """
    import yaml

    values: dict[str, Any] = {}
    if options.values:
        try:
            read = yaml.safe_load(options.values.read_text("utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise CommandError(f"{options.values} cannot be read: {' '.join(str(error).split())}") from error
        if not isinstance(read, dict):
            raise CommandError(f"{options.values} holds no mapping from parameters to values")
        values |= read
    for each in options.set:
        name, equals, text = each.partition("=")
        if not equals:
            raise CommandError(f"--set {each} gives no value; write --set NAME=VALUE")
        values[name] = json_or_text(text)
    return values


def json_or_text(text: str) -> Any:
    """Read a value as JSON where it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def template_made(pattern: Pattern, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Make the plain template of a pattern.

    Raises:
        CommandError: something is missing, an argument does not fit, or the policy refuses it.
    """
    from constructs_lib.cli.synth import QUIET, require_cdk

    require_cdk()
    for variable, value in QUIET.items():
        os.environ.setdefault(variable, value)
    try:
        made: dict[str, Any] = importlib.import_module(PUBLICATION).template_of(pattern, arguments)
    except (ValueError, InvalidProperties) as error:
        raise CommandError(str(error)) from error
    return made
