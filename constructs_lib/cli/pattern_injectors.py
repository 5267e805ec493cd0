"""Publish the organisation's defaults for plain L2 constructs."""

from __future__ import annotations

import argparse
import keyword
import os
from pathlib import Path

from constructs_lib.cli.check import profile_of
from constructs_lib.cli.command import CommandError
from constructs_lib.cli.pattern_arguments import arguments_of, tags_of
from constructs_lib.cli.pattern_form import Publication
from constructs_lib.policy.profile import ENVIRONMENT


def injectors(options: argparse.Namespace) -> Publication:
    """Make the module that an app imports.

    Raises:
        CommandError: a pattern is named, or the folder cannot be imported.
    """
    from constructs_lib.publishing import injector_files

    if options.pattern:
        raise CommandError("--as injectors takes --profile, --set and --tag; it is about no pattern")
    profile = profile_of(options.profile)
    files = injector_files(
        arguments_of(options),
        profile=profile,
        profile_text=profile_text(options.profile),
        tags=tags_of(options),
        module=importable(options.to),
    )
    return Publication(files=files, whole=True)


def importable(folder: Path) -> str:
    """Give the name by which an app beside a folder imports it.

    Raises:
        CommandError: Python cannot.
    """
    name = folder.resolve().name
    if not name.isidentifier() or keyword.iskeyword(name):
        raise CommandError(f"{name} cannot be imported: name a folder such as organisation_defaults")
    return name


def profile_text(named: Path | None) -> str | None:
    """Read the file of the profile in force, to pack it; `None` where there is none."""
    file = os.environ.get(ENVIRONMENT, "") if named is None else str(named)
    return Path(file).read_text("utf-8") if file else None
