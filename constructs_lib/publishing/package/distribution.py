"""The files of a team's package."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from constructs_lib.patterns import Pattern, Release
from constructs_lib.patterns.pattern import order_of
from constructs_lib.publishing.card import Card
from constructs_lib.publishing.literals import literal
from constructs_lib.publishing.package.history import FILE, FOLDER, History
from constructs_lib.publishing.package.signature import argument, fields, handed_on, imported
from constructs_lib.publishing.package.team import Team, snake
from constructs_lib.publishing.releases import SUFFIX
from constructs_lib.publishing.requirements import home_of, requirements
from constructs_lib.publishing.writing import as_markdown, rendered

PROFILE = "organisation.yaml"
PROJECT = ("pyproject.toml", "README.md", "CHANGELOG.md", "tests/test_patterns.py")
SHARED = ("__init__.py", "definitions/__init__.py", "cdk/__init__.py")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A pattern in a team's package.

    Attributes:
        base: with the organisation's defaults and bounds.
        own: as the team offers it.
        decided: what the team decides.
        template: that follows from the own pattern's complete examples.
        card: of the own pattern.
    """

    base: Pattern
    own: Pattern
    decided: Mapping[str, Any]
    template: Mapping[str, Any]
    card: Card

    @property
    def stem(self) -> str:
        """Name of its modules."""
        return snake(self.base.id)

    @property
    def settings(self) -> str:
        """What the team decided, in words."""
        return settings_of(self.own, self.decided)


def own_of(base: Pattern, team: Team, decided: frozenset[str], version: str, history: History) -> Pattern:
    """Make the team's own of a pattern, in the next version of its package.

    Args:
        base: with the organisation's defaults and bounds.
        team: whose package it is.
        decided: names of the parameters that the team decides.
        version: of the package.
        history: of its earlier versions.
    """
    name = team.pattern_id(base)
    earlier = history.releases(name)
    first = team.owns(base, decided, (Release(version=version, changes=("Made.",)), *earlier))
    news = changes(base, settings_of(first, decided), history.of(name))
    return replace(first, releases=(Release(version=version, changes=news), *earlier))


def settings_of(own: Pattern, decided: Iterable[str]) -> str:
    """Say what a team decided about a pattern."""
    given = ", ".join(f"{each.name} {each.default}" for each in own.parameters if each.default is not None)
    return f"Decided here: {', '.join(sorted(decided)) or 'nothing'}. Unless given: {given or 'nothing'}."


def package_files(
    team: Team,
    version: str,
    offers: Sequence[Offer],
    *,
    history: History,
    profile_text: str | None = None,
    tags: Mapping[str, str] | None = None,
    other_tags: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Make the files: path to text.

    Args:
        team: whose package it is.
        version: of the package, and of all patterns in it.
        offers: what is in it.
        history: of its earlier versions.
        profile_text: what the file of the profile holds, to be packed; `None` where there is no profile.
        tags: that everything carries.
        other_tags: that the profile wants and apps have to give, with an example.
    """
    facts: dict[str, Any] = {
        "team": team,
        "version": version,
        "offers": offers,
        "profile": None if profile_text is None else PROFILE,
        "tags": dict(tags or {}),
        "decisions": {each.own.id: not_offered(each) for each in offers},
        "other_tags": dict(other_tags or {}),
        "requirements": requirements(*(each.base.construct.partition(":")[0] for each in offers)),
        "history": entries(version, offers, history),
        "cards": {each.own.id: demoted(as_markdown(each.card, rule_ids=False)) for each in offers},
    }
    source = f"src/{team.module}"
    files = {name: written(name, facts) for name in PROJECT}
    files |= {f"{source}/{name}": written(name, facts) for name in SHARED}
    for offer in offers:
        files[f"{source}/definitions/{offer.stem}.py"] = written("definition.py", facts | of_definition(offer))
        files[f"{source}/cdk/{offer.stem}.py"] = written("construct.py", facts | of_construct(offer, team))
        files[f"{FOLDER}/{offer.own.id}/{version}{SUFFIX}"] = json.dumps(offer.template, indent=2) + "\n"
    if profile_text is not None:
        files[f"{source}/{PROFILE}"] = profile_text
    files[FILE] = json.dumps(facts["history"], indent=2) + "\n"
    return files | {f"{source}/py.typed": ""} | dict(history.templates)


def not_offered(offer: Offer) -> list[str]:
    """Name the parameters that the team keeps to itself."""
    offered = {each.name for each in offer.own.parameters}
    return [each.name for each in offer.base.parameters if each.name not in offered]


def written(name: str, facts: Mapping[str, Any]) -> str:
    """Fill the template of one file."""
    return rendered(f"package/{name}.jinja", html=False, **facts)


def of_definition(offer: Offer) -> dict[str, Any]:
    """Give what the definition of a pattern needs."""
    parameters = [{name: literal(value, 20 + len(name), 12) for name, value in fields(each).items()}
                  for each in offer.own.parameters]  # fmt: skip
    return {"offer": offer, "parameters": parameters}


def of_construct(offer: Offer, team: Team) -> dict[str, Any]:
    """Give what the construct of a pattern needs."""
    module, base = home_of(offer.base.construct)
    return {
        "offer": offer,
        "construct": team.construct(offer.base),
        "base_module": module,
        "base": base,
        "imported": imported(offer.own.parameters),
        "arguments": [argument(each) for each in offer.own.parameters],
        "handed_on": [handed_on(each) for each in offer.own.parameters]
        + [f"{name}={literal(value, 16 + len(name), 12)}" for name, value in offer.decided.items()],
    }


def entries(version: str, offers: Sequence[Offer], history: History) -> list[Mapping[str, Any]]:
    """Write the history with the new version in front."""
    newest = {
        "version": version,
        "patterns": {
            each.own.id: {
                "from": each.base.version,
                "settings": each.settings,
                "changes": list(each.own.releases[0].changes),
                "schema": each.own.schema,
            }
            for each in offers
        },
    }
    return [newest, *history.entries]


def changes(base: Pattern, settings: str, last: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Say what is new about a pattern since the last version of the package.

    Args:
        base: that it is made from, with that pattern's own changelog.
        settings: what the team decides now.
        last: what the history says of it; `None` where it is new.
    """
    if last is None:
        return (f"The first version, of {base.id} {base.version}.", settings)
    newer = [each for each in base.releases if each.order > order_of(last["from"])]
    news = [f"{base.id} {each.version}: {' '.join(each.changes)}" for each in newer]
    if last["settings"] != settings:
        news.append(settings)
    return tuple(news) or ("Nothing but the version.",)


def demoted(page: str) -> str:
    """Put the headings of a page one level down, so that it fits into another."""
    return re.sub(r"^#", "##", page, flags=re.MULTILINE)
