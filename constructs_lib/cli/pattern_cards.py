"""Cards of patterns, for the commands that show and publish them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.check import profile_of
from constructs_lib.cli.command import CommandError
from constructs_lib.cli.pattern_arguments import template_made
from constructs_lib.patterns import Pattern

if TYPE_CHECKING:
    from constructs_lib.publishing import Card


def card_made(pattern: Pattern, arguments: dict[str, Any], profile: Path | None = None) -> Card:
    """Make the card of a pattern, with examples where nothing is decided.

    Raises:
        CommandError: it cannot be made, or the policy refuses it.
    """
    tags = dict.fromkeys(profile_of(profile).tags, "example")
    return card_from(pattern, template_made(pattern, needed(pattern) | arguments, profile, tags), profile)


def needed(pattern: Pattern) -> dict[str, Any]:
    """Give examples of what a template cannot ask for."""
    return {
        each.name: each.example
        for each in pattern.parameters
        if each.required and (each.guarded or not each.at_deployment)
    }


def card_from(pattern: Pattern, template: dict[str, Any], profile: Path | None = None) -> Card:
    """Make the card of a template, which the policy has to find without error.

    Raises:
        CommandError: it does not.
    """
    from constructs_lib.publishing import card_of

    try:
        return card_of(pattern, template, profile=profile)
    except ValueError as error:
        raise CommandError(str(error)) from error
