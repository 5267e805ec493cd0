"""Publish patterns: what is asked for is made whole, compared with what is out, and only then written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
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
from constructs_lib.cli.pattern_cards import card_from, card_made
from constructs_lib.cli.pattern_form import LosesSomething, Publication
from constructs_lib.cli.pattern_injectors import injectors
from constructs_lib.cli.pattern_package import package
from constructs_lib.cli.progress import Progress
from constructs_lib.patterns import InvalidArguments, Pattern, discover_patterns

if TYPE_CHECKING:
    from constructs_lib.publishing import Card, StoredRelease

PAGE = "index.html"
DEFINITION = "template.yaml"
ONLY_FOR = {
    "team": ("package",),
    "version": ("package",),
    "against": ("template", "backstage", "package"),
    "default": ("template", "backstage", "package"),
    "tag": ("template", "backstage", "package", "injectors"),
}
"""Options that say nothing about other forms."""


def publish_form(options: argparse.Namespace) -> int:
    """Write one form.

    Raises:
        CommandError: it cannot be made; nothing is written then.
    """
    from constructs_lib.publishing import AlreadyPublished, NotEmpty, UnreadableRelease, publish

    for option, forms in ONLY_FOR.items():
        if getattr(options, option) and options.form not in forms:
            raise CommandError(f"--{option} is for --as {' or '.join(forms)}")
    try:
        made = FORMS[options.form](options)
        written = publish(made.files, options.to, versions=made.versions, whole=made.whole)
    except LosesSomething as error:
        tell(error)
        return 1
    except (AlreadyPublished, NotEmpty, InvalidArguments, UnreadableRelease) as error:
        raise CommandError(str(error)) from error
    print("\n".join(map(str, written)))
    return 0


def tell(error: LosesSomething) -> None:
    """Print what would be lost, and why nothing is published."""
    from constructs_lib.report import as_text

    for step in error.steps:
        if step.losses.findings:
            print(as_text(step.losses))
        for sentence in step.parameters:
            print(f"from {step.version}: {sentence}")
    print(f"kinesis-constructs patterns: {error}", file=sys.stderr)


def a_page(options: argparse.Namespace) -> Publication:
    """Make one page of several patterns, or of all.

    Raises:
        CommandError: something is decided, or the policy refuses a pattern.
    """
    from constructs_lib.publishing import adapted, catalogue_page

    if arguments_of(options):
        raise CommandError("a page shows examples: leave --set and --values out")
    profile = profile_of(options.profile)
    patterns = [pattern_named(each) for each in options.pattern] or list(every_pattern())
    cards: list[Card] = []
    with Progress() as progress:
        for each in patterns:
            progress.show(f"{each.id}: pattern {len(cards) + 1} of {len(patterns)}")
            cards.append(card_made(adapted(each, profile), {}, options.profile))
    return Publication(files={PAGE: catalogue_page(cards)})


def a_template(options: argparse.Namespace) -> Publication:
    """Make the plain template of one pattern, which updates what is out without a loss."""
    from constructs_lib.publishing import stored_releases

    pattern, template = one_made(options)
    stored = stored_releases(options.to, pattern.id)
    require_no_loss(options, pattern, template, [each for each in stored if each.version != pattern.version])
    name = f"{pattern.id}/{pattern.version}.template.json"
    return Publication(files={name: json.dumps(template, indent=2) + "\n"}, versions=frozenset({name}))


def a_software_template(options: argparse.Namespace) -> Publication:
    """Make the software template of one pattern."""
    from constructs_lib.publishing import backstage_files

    pattern, template = one_made(options)
    require_no_loss(options, pattern, template)
    require_same(options.to / DEFINITION, pattern)
    return Publication(files=backstage_files(pattern, template))


def require_same(definition: Path, pattern: Pattern) -> None:
    """Refuse to write over what is no software template of this pattern.

    Raises:
        CommandError: it is another.
    """
    import yaml

    if not definition.exists():
        return
    try:
        found = yaml.safe_load(definition.read_text("utf-8"))["metadata"]["name"]
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError):
        found = "something else"
    if found != pattern.id:
        raise CommandError(f"{definition} is of {found}: name a folder that is empty, or that of {pattern.id}")


def one_made(options: argparse.Namespace) -> tuple[Pattern, dict[str, Any]]:
    """Make the one pattern that is named, as the organisation has it.

    Raises:
        CommandError: there is not one, an argument does not fit, or the policy refuses it.
    """
    from constructs_lib.publishing import adapted

    if len(options.pattern) != 1:
        raise CommandError(f"--as {options.form} takes one pattern; kinesis-constructs patterns list names them")
    found = pattern_named(options.pattern[0])
    arguments = shared_out(arguments_of(options), [found])[found.id]
    defaults = shared_out(pairs(options.default, "--default"), [found])[found.id]
    pattern = adapted(found, profile_of(options.profile), defaults=defaults, decided=arguments)
    template = template_made(pattern, arguments, options.profile, tags_of(options))
    card_from(pattern, template, options.profile)
    return pattern, template


def require_no_loss(
    options: argparse.Namespace,
    pattern: Pattern,
    template: Mapping[str, Any],
    out: Iterable[StoredRelease] = (),
) -> None:
    """Compare a new version with those that are out, and with those that `--against` names.

    Raises:
        CommandError: there is nothing to compare with where `--against` says.
        LosesSomething: stacks of one of them would lose something.
    """
    from constructs_lib.publishing import unsafe_steps

    earlier = {str(each.path.resolve()): each for each in (*out, *named_releases(options, pattern))}
    if steps := list(unsafe_steps(pattern, template, earlier.values(), profile=profile_of(options.profile))):
        raise LosesSomething(pattern, steps)


def named_releases(options: argparse.Namespace, pattern: Pattern) -> list[StoredRelease]:
    """Read the versions that `--against` names: a stored template, or a folder of them.

    Raises:
        CommandError: there is none.
    """
    from constructs_lib.publishing.releases import read_release, stored_releases

    against: Path | None = options.against
    if against is None:
        return []
    found = [read_release(against, pattern.id)] if against.is_file() else stored_releases(against, pattern.id)
    if not found:
        raise CommandError(
            f"{against} holds no version of {pattern.id}: name a template, or the folder it was published to"
        )
    return found


def every_pattern() -> tuple[Pattern, ...]:
    """Find all patterns.

    Raises:
        CommandError: another package offers what is no pattern, or an id that is taken.
    """
    try:
        return discover_patterns()
    except ValueError as error:
        raise CommandError(str(error)) from error


FORMS: Mapping[str, Callable[[argparse.Namespace], Publication]] = {
    "template": a_template,
    "backstage": a_software_template,
    "package": package,
    "injectors": injectors,
    "page": a_page,
}
