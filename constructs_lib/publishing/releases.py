"""Whether stacks of an earlier version of a pattern can be updated to a new one without a loss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constructs_lib.patterns import Pattern
from constructs_lib.patterns.pattern import VERSION, order_of
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile import Profile
from constructs_lib.policy.report import Report
from constructs_lib.policy.updates.alone import updates_alone

SUFFIX = ".template.json"


class UnreadableRelease(ValueError):
    """An earlier version cannot be used. The message is a sentence."""


@dataclass(frozen=True, kw_only=True)
class StoredRelease:
    """A version of a pattern that is out.

    Attributes:
        version: such as `1.2.0`.
        path: of its template.
        template: as it was published.
    """

    version: str
    path: Path
    template: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the update from an earlier version would cost.

    Attributes:
        version: the earlier one.
        losses: what the update replaces, drops or cannot do.
        parameters: a sentence for each parameter that users of the earlier version can no longer give as they did.
    """

    version: str
    losses: Report
    parameters: tuple[str, ...]

    @property
    def is_safe(self) -> bool:
        """Whether nothing is lost, and nobody has to give other values."""
        return not self.losses.reaches(Severity.WARNING) and not self.parameters


def stored_releases(store: Path, pattern: str) -> list[StoredRelease]:
    """Read the versions of a pattern in a folder to which templates were published, the oldest first.

    Raises:
        UnreadableRelease: one is no template, or not named after a version.
    """
    found = [read_release(path, pattern) for path in (store / pattern).glob(f"*{SUFFIX}")]
    return sorted(found, key=lambda release: order_of(release.version))


def read_release(path: Path, pattern: str) -> StoredRelease:
    """Read one stored version.

    Raises:
        UnreadableRelease: it is no template, or not named after a version.
    """
    version = path.name.removesuffix(SUFFIX)
    if not VERSION.fullmatch(version):
        raise UnreadableRelease(f"{path} is not named after a version, such as 1.0.0{SUFFIX}")
    try:
        template = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise UnreadableRelease(f"{path} is no template of {pattern}: {error}") from error
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise UnreadableRelease(f"{path} is no template of {pattern}: it defines no resources")
    return StoredRelease(version=version, path=path, template=template)


def unsafe_steps(
    pattern: Pattern, template: Mapping[str, Any], earlier: Iterable[StoredRelease], *, profile: Profile
) -> Iterator[Step]:
    """Compare a new version with the earlier ones of its major version; stacks of any of them may be updated to it.

    A newer major version may replace and rename, so there is nothing to compare.

    Args:
        pattern: in the new version.
        template: of the new version.
        earlier: versions that are out.
        profile: whose waivers are accepted.

    Raises:
        UnreadableRelease: CloudFormation could not read an earlier template.
    """
    order = order_of(pattern.version)
    for release in earlier:
        if order_of(release.version)[0] == order[0] and order_of(release.version) <= order:
            step = step_from(release, pattern, template, profile)
            if not step.is_safe:
                yield step


def step_from(release: StoredRelease, pattern: Pattern, template: Mapping[str, Any], profile: Profile) -> Step:
    """Compare one earlier version with the new one.

    Raises:
        UnreadableRelease: CloudFormation could not read the earlier template.
    """
    new = Source(f"{pattern.id} {release.version} to {pattern.version}", json.dumps(template))
    old = Source(str(release.path), json.dumps(release.template))
    everything = check_sources([new], schema=False, profile=profile, against=[old])
    if everything.unreadable:
        raise UnreadableRelease("; ".join(each.problem for each in everything.unreadable))
    return Step(
        version=release.version,
        losses=updates_alone(everything),
        parameters=tuple(parameter_problems(release.template, template)),
    )


def parameter_problems(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Find parameters that go away, come without a default, or take less than they did."""
    before, after = old.get("Parameters", {}), new.get("Parameters", {})
    for name in sorted(before.keys() - after.keys()):
        yield f"parameter {name} is gone, and stacks that give it can no longer be updated"
    for name in sorted(after.keys() - before.keys()):
        if "Default" not in after[name]:
            yield f"parameter {name} is new and has no default"
    for name in sorted(before.keys() & after.keys()):
        for bound, looser in (("MinValue", max), ("MaxValue", min), ("MinLength", max), ("MaxLength", min)):
            first, second = before[name].get(bound), after[name].get(bound)
            if second is not None and (first is None or looser(first, second) != first):
                was = "was not there" if first is None else f"was {first}"
                yield f"parameter {name} takes less than before: {bound} is {second}, and {was}"
        first, second = before[name].get("AllowedValues"), after[name].get("AllowedValues")
        if second is not None and (first is None or set(first) - set(second)):
            yield f"parameter {name} takes fewer values than before: {', '.join(map(str, second))}"
        for setting in ("Type", "AllowedPattern"):
            first, second = before[name].get(setting), after[name].get(setting)
            if second is not None and first != second:
                yield f"parameter {name} takes other values than before: {setting} is {second}"
