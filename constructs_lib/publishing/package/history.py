"""What a team's package was in its earlier versions: kept in the package, and carried into the next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from constructs_lib.patterns import Pattern, Release
from constructs_lib.patterns.pattern import VERSION, order_of
from constructs_lib.publishing.releases import SUFFIX, parameter_problems

FOLDER = "releases"
FILE = f"{FOLDER}/history.json"


class InvalidHistory(ValueError):
    """An earlier version of a package cannot be used, or the new one does not follow it. The message is a sentence."""


@dataclass(frozen=True, kw_only=True)
class History:
    """The earlier versions of a package.

    Attributes:
        entries: the newest first: `version`, and under `patterns` by id what each one was: `from` the version of the
            pattern it is made from, `settings` in words, `changes`, `schema` of its arguments.
        templates: path below the package to the template of every earlier version.
    """

    entries: tuple[Mapping[str, Any], ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)

    def followed_by(self, version: str | None) -> str:
        """Choose the next version, or see whether the one that is asked for follows.

        Raises:
            InvalidHistory: it does not, or has to be given.
        """
        if version is not None and not VERSION.fullmatch(version):
            raise InvalidHistory(f"{version} is no version: write major.minor.patch")
        if not self.entries:
            return version or "1.0.0"
        last = str(self.entries[0]["version"])
        if version is None:
            raise InvalidHistory(f"the last version is {last}: say with --version which one follows")
        if order_of(version) <= order_of(last):
            raise InvalidHistory(f"the last version is {last}, and {version} does not follow it")
        return version

    def of(self, pattern_id: str) -> Mapping[str, Any] | None:
        """Give what is known of the last version of a pattern."""
        return next((each["patterns"][pattern_id] for each in self.entries if pattern_id in each["patterns"]), None)

    def releases(self, pattern_id: str) -> tuple[Release, ...]:
        """Give the earlier versions of a pattern, the newest first."""
        return tuple(
            Release(version=each["version"], changes=tuple(each["patterns"][pattern_id]["changes"]))
            for each in self.entries
            if pattern_id in each["patterns"]
        )

    def require_kept(self, version: str, ids: frozenset[str]) -> None:
        """Refuse a minor version that drops a pattern.

        Raises:
            InvalidHistory: it does.
        """
        for each in self.entries[:1]:
            gone = sorted(each["patterns"].keys() - ids)
            if gone and order_of(each["version"])[0] == order_of(version)[0]:
                raise InvalidHistory(
                    f"{', '.join(gone)} is in version {each['version']}: publish it again, or raise the major version"
                )

    def argument_problems(self, pattern: Pattern) -> Iterator[str]:
        """Find arguments that code written for the last version of the same major one can no longer give."""
        last = self.of(pattern.id)
        if last is not None and self.releases(pattern.id)[0].order[0] == pattern.major:
            yield from parameter_problems(as_template(last["schema"]), as_template(pattern.schema))


def as_template(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Write the schema of arguments as the parameters of a template, to compare them as such."""
    names = {"minimum": "MinValue", "maximum": "MaxValue", "minLength": "MinLength", "maxLength": "MaxLength",
             "enum": "AllowedValues", "pattern": "AllowedPattern", "type": "Type"}  # fmt: skip
    return {
        "Parameters": {
            name: {theirs: each[ours] for ours, theirs in names.items() if ours in each}
            | ({} if name in schema["required"] else {"Default": each.get("default")})
            for name, each in schema["properties"].items()
        }
    }


def read_history(package: Path) -> History:
    """Read what an earlier version of a package keeps.

    Args:
        package: its folder.

    Raises:
        InvalidHistory: it keeps nothing that can be read.
    """
    file = package / FILE
    try:
        entries = json.loads(file.read_text("utf-8"))
        found = tuple(entries)
        for each in found:
            order_of(each["version"])
            [(last["from"], last["settings"], last["changes"], last["schema"]) for last in each["patterns"].values()]
    except OSError as error:
        raise InvalidHistory(f"{package} is no package that was published so: {FILE} cannot be read") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidHistory(f"{file} is no history of a package: {error}") from error
    templates = {
        path.relative_to(package).as_posix(): path.read_text("utf-8")
        for path in sorted((package / FOLDER).rglob(f"*{SUFFIX}"))
    }
    return History(entries=found, templates=templates)
