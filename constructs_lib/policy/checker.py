"""Check templates: the rules over all of them together, and CloudFormation's own schemas beside."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from constructs_lib.graph import Graph, Resource
from constructs_lib.graph.readers.template import UnreadableTemplate, read_file, template_resources
from constructs_lib.policy.engine import run
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.profile import Profile, rules_under, waive
from constructs_lib.policy.registry import discover
from constructs_lib.policy.report import Report, Unreadable
from constructs_lib.policy.schema import engine, schema_findings, without_doubles

TemplateLike = str | os.PathLike[str] | Mapping[str, Any]
TEXT_NAME = "template"


@dataclass(frozen=True, slots=True)
class Source:
    """One template to check: its text, and how the user names it."""

    name: str
    content: str | bytes


def check(template: TemplateLike, *, schema: bool = True, profile: Profile | None = None) -> Report:
    """Check one template.

    Args:
        template: a path, the text of a template (a string with a line break or a brace), or the template as a dict.
        schema: whether CloudFormation's schemas and generic rules are run beside the policy.
        profile: what the organisation asks for beyond AWS.

    Returns:
        The report; a template that cannot be read stands in its `unreadable`.
    """
    try:
        source = as_source(template)
    except UnreadableTemplate as error:
        return Report(unreadable=[Unreadable(file=error.name, problem=str(error))])
    return check_sources([source], schema=schema, profile=profile)


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
    sources: Iterable[Source], *, schema: bool = True, profile: Profile | None = None, today: date | None = None
) -> Report:
    """Check templates that belong together: references are followed from one to another.

    Args:
        sources: the templates of one app.
        schema: whether CloudFormation's schemas and generic rules are run beside the policy.
        profile: what the organisation asks for beyond AWS.
        today: the day on which waivers are judged; today by default.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        if schema:
            beside.submit(engine)
        return _check(list(sources), beside if schema else None, profile or Profile(), today or _today())


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _check(sources: Sequence[Source], beside: Executor | None, profile: Profile, today: date) -> Report:
    """Check templates while the schema engine, which needs no Python, works beside."""
    resources: list[Resource] = []
    readable: list[Source] = []
    unreadable: list[Unreadable] = []
    for source in sources:
        try:
            resources += template_resources(source.content, source.name)
            readable.append(source)
        except UnreadableTemplate as error:
            unreadable.append(Unreadable(file=source.name, problem=str(error)))
    found = beside.submit(_schema_findings, readable) if beside else None
    results = run(Graph(resources, profile.quotas), rules_under(profile, discover()))
    findings = [*results.findings, *without_doubles(found.result() if found else (), results.findings)]
    left, accepted = waive(profile, findings, today)
    return Report(
        findings=sorted(left, key=lambda finding: finding.order()),
        undecided=results.undecided,
        acknowledged=accepted,
        files=[source.name for source in readable],
        resources=len(resources),
        unreadable=unreadable,
    )


def _schema_findings(sources: Sequence[Source]) -> list[Finding]:
    return [finding for source in sources for finding in schema_findings(source.content, source.name)]
