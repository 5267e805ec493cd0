"""Read a profile from its file, or say with file and line why it cannot be used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from constructs_lib.graph.readers.document import Document, read_document
from constructs_lib.limits import Limit, limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.profile.profile import Profile, Quota, Waiver
from constructs_lib.policy.profile.schema import OFF


class InvalidProfile(ValueError):
    """A profile cannot be used; the message names file and line of every problem, one per line."""


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
    from constructs_lib.policy.profile.problems import contradictions, schema_problems

    problems = list(schema_problems(document)) or list(contradictions(document))
    if problems:
        raise InvalidProfile("\n".join(problems))
    return from_document(document)


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
