"""What commands about patterns share: finding one, reading its arguments, making its template."""

from __future__ import annotations

import argparse
import importlib
import json
import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from constructs_lib.cli.command import CommandError
from constructs_lib.patterns import NoSuchPattern, Pattern, discover_patterns, find_pattern
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


def add_defaults(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the option that gives parameters other defaults."""
    parser.add_argument(
        "--default",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="give a parameter another default, which its user may change",
    )


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
    return values | pairs(options.set, "--set")


def pairs(given: Iterable[str], option: str) -> dict[str, Any]:
    """Read what was given as NAME=VALUE.

    Raises:
        CommandError: there is no value, or no name.
    """
    values = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals or not name:
            raise CommandError(f"{option} {each} gives no value; write {option} NAME=VALUE")
        values[name] = json_or_text(text)
    return values


def tags_of(options: argparse.Namespace) -> dict[str, str]:
    """Read the tags that everything published carries."""
    return {key: str(value) for key, value in pairs(options.tag, "--tag").items()}


def shared_out(values: Mapping[str, Any], patterns: Iterable[Pattern]) -> dict[str, dict[str, Any]]:
    """Give each of several patterns the arguments that it takes: those named PATTERN.NAME for itself alone.

    Args:
        values: by name; in a file, what is for one pattern may also stand below the pattern's id, and what is for
            patterns that are not asked about is left out.
        patterns: that the arguments are for.

    Raises:
        CommandError: a name is no parameter of any of them.
    """
    takes = {each.id: {parameter.name for parameter in each.parameters} for each in patterns}
    others = {each.id for each in discover_patterns()} - takes.keys()
    common: dict[str, Any] = {}
    own: dict[str, dict[str, Any]] = {pattern: {} for pattern in takes}
    for name, value in values.items():
        pattern, dot, rest = str(name).partition(".")
        if dot and pattern in takes:
            own[pattern][rest] = value
        elif name in takes and isinstance(value, dict):
            own[name] |= value
        elif name not in others or not isinstance(value, dict):
            common[str(name)] = value
    if len(takes) > 1:
        require_known(common, takes)
    return {
        pattern: {name: value for name, value in common.items() if len(takes) == 1 or name in names} | own[pattern]
        for pattern, names in takes.items()
    }


def require_known(given: Iterable[str], takes: Mapping[str, set[str]]) -> None:
    """Refuse a name that none of several patterns takes.

    Raises:
        CommandError: with the nearest name that one of them does.
    """
    every = sorted(set().union(*takes.values()))
    for name in given:
        if name not in every:
            close = get_close_matches(name, [*every, *takes], n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(every)}"
            raise CommandError(f"{name} is no parameter of {', '.join(takes)}; {hint}")


def json_or_text(text: str) -> Any:
    """Read a value as JSON where it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def template_made(
    pattern: Pattern,
    arguments: Mapping[str, Any],
    profile: Path | None = None,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make the plain template of a pattern.

    Args:
        pattern: of which.
        arguments: what is decided.
        profile: file of the organisation's profile; the one that the environment names unless given.
        tags: that everything in the template carries.

    Raises:
        CommandError: something is missing, an argument does not fit, or the policy refuses it.
    """
    from constructs_lib.cli.synth import QUIET, require_cdk

    require_cdk()
    for variable, value in QUIET.items():
        os.environ.setdefault(variable, value)
    try:
        publication = importlib.import_module(PUBLICATION)
        named = str(profile) if profile else None
        made: dict[str, Any] = publication.template_of(pattern, arguments, profile=named, tags=tags)
    except (ValueError, InvalidProperties) as error:
        raise CommandError(str(error)) from error
    return made
