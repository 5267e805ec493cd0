"""Publish patterns as a Python distribution of a team's own."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.cli.check import profile_of
from constructs_lib.cli.command import CommandError
from constructs_lib.cli.pattern_arguments import (
    arguments_of,
    pairs,
    pattern_named,
    shared_out,
    tags_of,
    template_made,
)
from constructs_lib.cli.pattern_cards import card_from
from constructs_lib.cli.pattern_form import LosesSomething, Publication
from constructs_lib.cli.pattern_injectors import profile_text
from constructs_lib.cli.progress import Progress
from constructs_lib.patterns import Pattern
from constructs_lib.policy.profile import Profile
from constructs_lib.policy.report import Report

if TYPE_CHECKING:
    from constructs_lib.publishing.package import History, Offer, Team


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a package is to be.

    Attributes:
        team: whose it is.
        version: of it.
        history: of its earlier versions.
        profile: that everything in it keeps.
        profile_file: where the profile is.
        tags: that everything carries.
        other_tags: that the profile wants and apps have to give, with an example.
    """

    team: Team
    version: str
    history: History
    profile: Profile
    profile_file: Path | None
    tags: Mapping[str, str]
    other_tags: Mapping[str, str]


def package(options: argparse.Namespace) -> Publication:
    """Make the whole project: definitions, constructs, tests, history.

    Raises:
        CommandError: it cannot be made, or does not follow what `--against` names.
        LosesSomething: stacks of an earlier version would lose something.
    """
    from constructs_lib.publishing.package import package_files

    if not options.team or not options.pattern:
        raise CommandError("--as package takes one or more patterns, and --team: whose package it is")
    named = {each.id: each for each in map(pattern_named, options.pattern)}
    found = [named[key] for key in sorted(named)]
    wanted = wanted_by(options, found)
    decided = shared_out(arguments_of(options), found)
    defaults = shared_out(pairs(options.default, "--default"), found)
    require_decided(found, decided)
    offers: list[Offer] = []
    with Progress() as progress:
        for each in found:
            progress.show(f"{each.id}: pattern {len(offers) + 1} of {len(found)}")
            offers.append(offer(wanted, each, decided[each.id], defaults[each.id]))
            require_no_loss(wanted, offers[-1], options.against)
    files = package_files(
        wanted.team,
        wanted.version,
        offers,
        history=wanted.history,
        profile_text=profile_text(options.profile),
        tags=wanted.tags,
        other_tags=wanted.other_tags,
    )
    return Publication(files=files, whole=True)


def wanted_by(options: argparse.Namespace, patterns: Iterable[Pattern]) -> Wanted:
    """Read what a package is to be.

    Raises:
        CommandError: a name or a version is none, or the package does not follow its last version.
    """
    from constructs_lib.publishing.package import History, Team, read_history

    profile, tags = profile_of(options.profile), tags_of(options)
    try:
        team = Team(options.team)
        history = read_history(options.against) if options.against else History()
        version = history.followed_by(options.version)
        history.require_kept(version, frozenset(team.pattern_id(each) for each in patterns))
    except ValueError as error:
        raise CommandError(str(error)) from error
    return Wanted(
        team=team,
        version=version,
        history=history,
        profile=profile,
        profile_file=options.profile,
        tags=tags,
        other_tags={key: "example" for key in profile.tags if key not in tags},
    )


def require_decided(patterns: Iterable[Pattern], decided: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse to leave open what no user may decide.

    Raises:
        CommandError: with everything that is.
    """
    problems = [
        f"{pattern.id}.{each.name} is the team's to decide, such as {json.dumps(each.example)}"
        for pattern in patterns
        for each in pattern.parameters
        if each.guarded and each.required and decided[pattern.id].get(each.name) is None
    ]
    if problems:
        raise CommandError("; ".join(problems))


def offer(wanted: Wanted, pattern: Pattern, decided: Mapping[str, Any], defaults: Mapping[str, Any]) -> Offer:
    """Make one pattern the team's own, and synthesize it with examples.

    Raises:
        CommandError: an argument does not fit, or the policy refuses it.
        InvalidArguments: a default does not fit.
    """
    from constructs_lib.publishing import adapted
    from constructs_lib.publishing.package import Offer, own_of

    base = adapted(pattern, wanted.profile, defaults=defaults, decided=decided)
    own = own_of(base, wanted.team, frozenset(decided), wanted.version, wanted.history)
    made = replace(own, construct=base.construct, parameters=base.parameters)
    tags = {**wanted.tags, **wanted.other_tags}
    template = template_made(made, {**own.complete_examples, **decided}, wanted.profile_file, tags)
    card = card_from(own, template, wanted.profile_file)
    return Offer(base=base, own=own, decided=decided, template=template, card=card)


def require_no_loss(wanted: Wanted, offer: Offer, last: Path | None) -> None:
    """Compare one pattern with what the last package keeps of its earlier versions.

    Raises:
        LosesSomething: stacks or code of one of them would lose something.
    """
    from constructs_lib.publishing import Step, stored_releases, unsafe_steps
    from constructs_lib.publishing.package import FOLDER

    if last is None:
        return
    own, history = offer.own, wanted.history
    earlier = stored_releases(last / FOLDER, own.id)
    steps = list(unsafe_steps(own, offer.template, earlier, profile=wanted.profile))
    if arguments := tuple(history.argument_problems(own)):
        steps.append(Step(version=own.releases[1].version, losses=Report(), parameters=arguments))
    if steps:
        raise LosesSomething(own, steps)
