"""An organisation's own policy, read from a file."""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from constructs_lib.graph.readers.document import Document, read_document
from constructs_lib.limits import Limit, limit
from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.profile.schema import OFF, profile_schema

ENVIRONMENT = "KINESIS_CONSTRUCTS_PROFILE"
"""The variable that may name the file of the profile."""


class InvalidProfile(ValueError):
    """A profile cannot be used; the message names file and line of every problem, one per line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiver:
    """A finding that is accepted for a while.

    Attributes:
        rule: id.
        resource: logical id or construct path, with wildcards; every resource unless given.
        file: with wildcards; every file unless given.
        owner: who answers for it.
        reason: why it is accepted.
        expires: the last day on which it counts.
        line: where it stands in the profile.
    """

    rule: str
    owner: str
    reason: str
    expires: dt.date
    line: int
    resource: str = "*"
    file: str = "*"

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is meant."""
        names = (finding.resource, finding.construct_path or finding.resource)
        return (
            finding.rule == self.rule
            and fnmatchcase(finding.file, self.file)
            and any(fnmatchcase(name, self.resource) for name in names)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Quota:
    """A limit that AWS has raised.

    Attributes:
        limit: id of an adjustable limit.
        value: the new maximum.
        account: twelve digits; every account unless given.
        region: every region unless given.
    """

    limit: str
    value: float
    account: str | None = None
    region: str | None = None

    def holds(self, account: str | None, region: str | None) -> bool:
        """Tell whether the quota was granted for an account and region; `None` is one that is not known."""
        return self.account in {None, account} and self.region in {None, region}


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What an organisation asks of its pipelines, beyond what AWS does.

    Attributes:
        name: the file.
        severities: rule id to its severity here; `None` where it is switched off.
        bounds: tighter limits, by id.
        quotas: what AWS has granted, by limit.
        customer_keys: whether AWS managed keys are refused.
        tags: keys that every stream carries.
        destinations: the destinations allowed; all unless given.
        waivers: findings accepted for a while.
    """

    name: str = ""
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    bounds: Mapping[str, Limit] = field(default_factory=dict)
    quotas: tuple[Quota, ...] = ()
    customer_keys: bool = False
    tags: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def at(self, account: str | None, region: str | None) -> Profile:
        """The profile for one account and region: quotas that were granted elsewhere are left out."""
        granted = [quota for quota in self.quotas if quota.holds(account, region)]
        return replace(self, quotas=tuple(replace(quota, account=None, region=None) for quota in granted))

    @property
    def raised(self) -> dict[str, Limit]:
        """The limits that are raised wherever the account and region are not known to be others."""
        granted = [quota for quota in self.quotas if quota.holds(None, None)]
        return {quota.limit: replace(limit(quota.limit), maximum=quota.value) for quota in granted}


def read_profile(path: Path) -> Profile:
    """Read a profile.

    Raises:
        InvalidProfile: it cannot be read, does not keep its schema, or contradicts itself.
    """
    try:
        document = read_document(path.read_bytes(), str(path))
    except OSError as error:
        raise InvalidProfile(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise InvalidProfile(str(error)) from error
    problems = [*schema_problems(document), *([] if list(schema_problems(document)) else contradictions(document))]
    if problems:
        raise InvalidProfile("\n".join(problems))
    return from_document(document)


def profile_in_force(path: Path | None = None) -> Profile | None:
    """Read the profile that is named, or that the environment variable names; `None` when none is.

    Raises:
        InvalidProfile: see `read_profile`.
    """
    named = path or os.environ.get(ENVIRONMENT)
    return read_profile(Path(named)) if named else None


def schema_problems(document: Document) -> Iterator[str]:
    """Say what does not keep the schema, each with its line and a suggestion."""
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(profile_schema()).iter_errors(document.value)
    for error in sorted(errors, key=lambda error: list(map(str, error.absolute_path))):
        path = tuple(error.absolute_path)
        if error.validator == "additionalProperties" and isinstance(error.instance, dict):
            known = error.schema.get("properties", {})
            for key in sorted(set(error.instance) - set(known)):
                yield problem(document, (*path, key), f"{key} is unknown{suggestion(key, known)}")
        elif error.validator == "enum":
            given = error.instance
            path = (*path, given) if given in document_keys(document, path) else path
            yield problem(document, path, f"{given!r} is not allowed{suggestion(str(given), error.validator_value)}")
        else:
            yield problem(document, path, error.message)


def document_keys(document: Document, path: tuple[str | int, ...]) -> set[str]:
    """The keys of the mapping at a path."""
    node: Any = document.value
    for key in path:
        node = node[key]
    return set(node) if isinstance(node, dict) else set()


def suggestion(given: str, known: Any) -> str:
    """Suggest what was probably meant, or list what there is."""
    names = list(map(str, known))
    close = difflib.get_close_matches(given, names, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; allowed are {', '.join(names)}" if len(names) <= 12 else ""


def contradictions(document: Document) -> Iterator[str]:
    """Say where a profile contradicts AWS or itself."""
    for key, entry in document.value.get("bounds", {}).items():
        known = limit(key)
        low, high = entry.get("minimum"), entry.get("maximum")
        if low is not None and high is not None and low > high:
            yield problem(document, ("bounds", key), f"the minimum {low} is above the maximum {high}")
        for name, value in (("minimum", low), ("maximum", high)):
            if value is not None and value not in known:
                text = f"{value} is outside AWS's own bounds, {known.minimum} to {known.maximum} {known.unit or ''}"
                yield problem(document, ("bounds", key, name), text.rstrip())
    for key, granted in document.value.get("quotas", {}).items():
        known = limit(key)
        for value in [grant["value"] for grant in granted] if isinstance(granted, list) else [granted]:
            if known.maximum is not None and value < known.maximum:
                text = f"{value} is below the default quota {known.maximum}; tighter bounds belong under bounds"
                yield problem(document, ("quotas", key), text)
    for position, waiver in enumerate(document.value.get("waivers", [])):
        try:
            dt.date.fromisoformat(waiver["expires"])
        except ValueError:
            yield problem(document, ("waivers", position, "expires"), f"{waiver['expires']} is no date")
        if document.value.get("severities", {}).get(waiver["rule"]) == OFF:
            yield problem(document, ("waivers", position), f"{waiver['rule']} is switched off above, and waived here")


def problem(document: Document, path: tuple[str | int, ...], text: str) -> str:
    """Write one problem with its place."""
    line, column = document.place(path)
    return f"{document.name}:{line}:{column}: {text}"


def from_document(document: Document) -> Profile:
    """Make the profile of a document that keeps its schema."""
    value = document.value
    require = value.get("require", {})
    return Profile(
        name=document.name,
        severities={
            rule: None if severity == OFF else Severity(severity)
            for rule, severity in value.get("severities", {}).items()
        },
        bounds={key: tightened(limit(key), entry, document.name) for key, entry in value.get("bounds", {}).items()},
        quotas=tuple(
            Quota(limit=key, **grant)
            for key, granted in value.get("quotas", {}).items()
            for grant in (granted if isinstance(granted, list) else [{"value": granted}])
        ),
        customer_keys=require.get("customer_keys", False),
        tags=tuple(require.get("tags", ())),
        destinations=tuple(require.get("destinations", ())),
        waivers=tuple(
            Waiver(
                **{**waiver, "expires": dt.date.fromisoformat(waiver["expires"])},
                line=document.place(("waivers", position))[0],
            )
            for position, waiver in enumerate(value.get("waivers", []))
        ),
    )


def tightened(known: Limit, entry: Mapping[str, Any], name: str) -> Limit:
    """Make a tighter limit of AWS's."""
    return replace(
        known,
        minimum=entry.get("minimum", known.minimum),
        maximum=entry.get("maximum", known.maximum),
        source=name,
        source_date=None,
        note=entry.get("reason"),
    )
