"""Check templates: the rules over all of them together, and CloudFormation's own schemas beside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from constructs_lib.graph.readers.template import UnreadableTemplate, read_file
from constructs_lib.policy.ahead import ahead
from constructs_lib.policy.collector import uncollected
from constructs_lib.policy.examine import examine, examine_in_processes
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.forms import not_said
from constructs_lib.policy.profile import (
    Judged,
    Profile,
    ProfileLike,
    graded,
    judged_in_templates,
    profile_in_force,
    waive,
)
from constructs_lib.policy.report import Report, Unreadable
from constructs_lib.policy.schema import load, schema_findings, without_doubles
from constructs_lib.policy.source import Source

__all__ = ["Source", "TemplateLike", "as_source", "check", "check_sources"]

TemplateLike = str | os.PathLike[str] | Mapping[str, Any]
TEXT_NAME = "template"


def check(template: TemplateLike, *, schema: bool = True, profile: ProfileLike | None = None) -> Report:
    """Check one template.

    Args:
        template: a path, the text of a template (a string with a line break or a brace), or the template as a dict.
        schema: whether CloudFormation's schemas and generic rules are run beside the policy.
        profile: what the organisation asks for beyond AWS, or its file; by default the one that the environment names.

    Returns:
        The report; a template that cannot be read stands in its `unreadable`.

    Raises:
        InvalidProfile: the profile cannot be used.
    """
    asked = profile_in_force(profile)
    try:
        source = as_source(template)
    except UnreadableTemplate as error:
        return Report(unreadable=[Unreadable(file=error.name, problem=str(error))])
    return check_sources([source], schema=schema, profile=asked)


def as_source(template: TemplateLike) -> Source:
    """Tell a path from a text from a dict.

    Raises:
        UnreadableTemplate: the path cannot be read.
    """
    if isinstance(template, Mapping):
        return Source(TEXT_NAME, json.dumps(template))
    if isinstance(template, str) and ("\n" in template or "{" in template):
        return Source(TEXT_NAME, template)
    return Source(str(template), read_file(Path(template)))


def check_sources(
    sources: Iterable[Source],
    *,
    schema: bool = True,
    profile: Profile | None = None,
    against: Iterable[Source] = (),
    today: date | None = None,
) -> Report:
    """Check templates that belong together: references are followed from one to another.

    Args:
        sources: the templates of one app.
        schema: whether CloudFormation's schemas and generic rules are run beside the policy.
        profile: what the organisation asks for beyond AWS.
        against: the templates as they are deployed, for what an update would replace, drop or not be able to do.
        today: the day on which waivers are judged; today by default.
    """
    everything = list(sources)
    with ExitStack() as stack:
        stack.enter_context(uncollected())
        if schema:
            load()
        found = stack.enter_context(ahead(_schema_findings, [everything] if schema else []))
        deployed = list(against)
        judged = judged_in_templates(schema=schema, updates=bool(deployed))
        return _check(everything, deployed, found, profile or profile_in_force(""), today or _today(), judged)


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _check(
    sources: Sequence[Source],
    against: Sequence[Source],
    schema: Iterator[Callable[[], list[Finding]]],
    profile: Profile,
    today: date,
    judged: Judged,
) -> Report:
    parts = examine_in_processes(sources, profile) if not against else []
    if not parts:
        parts = [examine(sources, against, profile)]
    own = [finding for part in parts for finding in part.own]
    resources = {name: count for part in parts for name, count in part.resources.items()}
    readable = [source.name for source in sources if source.name in resources]
    generic = [finding for found in schema for finding in found() if finding.file in resources]
    generic += list(not_said([finding for part in parts for finding in part.generic], generic))
    unreadable = [problem for part in parts for problem in part.unreadable]
    places = {source.name: place for place, source in enumerate(sources)}
    files = [*readable, *(name for part in parts for name in part.deployed)]
    found = graded(profile, [*own, *without_doubles(generic, own)])
    left, accepted = waive(profile, list(found), today, files, judged)
    return Report(
        findings=sorted(left, key=lambda finding: finding.order()),
        undecided=[result for part in parts for result in part.undecided],
        acknowledged=accepted,
        files=readable,
        resources=sum(resources.values()),
        unreadable=sorted(unreadable, key=lambda problem: places.get(problem.file, len(places))),
    )


def _schema_findings(sources: Sequence[Source]) -> list[Finding]:
    templates = [source for source in sources if not source.is_spec]
    return [finding for source in templates for finding in _with_paths(source)]


def _with_paths(source: Source) -> list[Finding]:
    """Name the construct of each resource, as the policy does, so that a waiver may name it."""
    found = list(schema_findings(source.content, source.name))
    paths = source.construct_paths() if found else {}
    return [replace(finding, construct_path=paths.get(finding.resource)) for finding in found] if paths else found
