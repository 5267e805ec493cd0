"""Check templates: the rules over all of them together, and CloudFormation's own schemas beside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from constructs_lib.graph import Graph, Resource
from constructs_lib.graph.readers.document import UnreadableDocument
from constructs_lib.graph.readers.template import Parsed, UnreadableTemplate, parse, read_file, resources_of
from constructs_lib.policy.ahead import ahead
from constructs_lib.policy.collector import uncollected
from constructs_lib.policy.engine import Results, run
from constructs_lib.policy.finding import Finding, UndecidedFinding
from constructs_lib.policy.forked import at_once, processes
from constructs_lib.policy.parallel import run_with_all
from constructs_lib.policy.profile import (
    NOWHERE,
    Environment,
    Profile,
    ProfileLike,
    judge,
    profile_in_force,
    rules_under,
    waive,
)
from constructs_lib.policy.profile.apply import Quotas
from constructs_lib.policy.report import Report, Unreadable
from constructs_lib.policy.schema import schema_findings, without_doubles
from constructs_lib.policy.shares import shares
from constructs_lib.policy.specs import in_keywords, spec_findings, without_made
from constructs_lib.spec import Spec, is_spec, read_spec, spec_resources

TemplateLike = str | os.PathLike[str] | Mapping[str, Any]
TEXT_NAME = "template"


@dataclass(frozen=True, slots=True)
class Source:
    """One template or pipeline spec to check.

    Attributes:
        name: how the user names it.
        content: its text.
        environment: where it is deployed, as far as that is known.
        construct_paths: gives logical id to construct path, for a template that does not say it itself.
        known_as_spec: it is a pipeline spec, even where its content does not show it.
    """

    name: str
    content: str | bytes
    environment: Environment = NOWHERE
    construct_paths: Callable[[], Mapping[str, str]] = dict
    known_as_spec: bool = False

    @property
    def is_spec(self) -> bool:
        """Whether it is a pipeline spec and no template."""
        return self.known_as_spec or is_spec(self.content)


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
        found = stack.enter_context(ahead(_schema_findings, [everything] if schema else []))
        return _check(everything, list(against), found, profile or profile_in_force(""), today or _today())


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _check(
    sources: Sequence[Source],
    against: Sequence[Source],
    schema: Iterator[Callable[[], list[Finding]]],
    profile: Profile,
    today: date,
) -> Report:
    parts = _examine_in_processes(sources, profile) if not against else []
    if not parts:
        parts = [_examine(sources, against, profile)]
    own = [finding for part in parts for finding in part.own]
    resources = {name: count for part in parts for name, count in part.resources.items()}
    readable = [source.name for source in sources if source.name in resources]
    generic = [finding for found in schema for finding in found() if finding.file in resources]
    generic += [finding for part in parts for finding in part.generic]
    unreadable = [problem for part in parts for problem in part.unreadable]
    places = {source.name: place for place, source in enumerate(sources)}
    files = [*readable, *(name for part in parts for name in part.deployed)]
    left, accepted = waive(profile, [*own, *without_doubles(generic, own)], today, files)
    return Report(
        findings=sorted(left, key=lambda finding: finding.order()),
        undecided=[result for part in parts for result in part.undecided],
        acknowledged=accepted,
        files=readable,
        resources=sum(resources.values()),
        unreadable=sorted(unreadable, key=lambda problem: places.get(problem.file, len(places))),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What is found in some of the templates.

    Attributes:
        own: what the policy finds.
        undecided: what it could not decide.
        generic: what the schema of specs finds.
        resources: template to how many resources it defines; those that can be read.
        deployed: the names of the deployed templates.
        unreadable: what cannot be read.
    """

    own: list[Finding]
    undecided: list[UndecidedFinding]
    generic: list[Finding]
    resources: dict[str, int]
    deployed: list[str]
    unreadable: list[Unreadable]


def _examine_in_processes(sources: Sequence[Source], profile: Profile) -> list[_Part]:
    """Examine many templates with every processor; nothing where one is as quick."""
    count = processes()
    if count == 1 or len({source.name for source in sources}) < len(sources):
        return []
    rules = rules_under(profile)
    works = shares([source.content for source in sources], rules, count)
    if not works:
        return []
    parts = at_once(
        [
            partial(_examine, [sources[at] for at in own], (), profile, [sources[at] for at in beside])
            for own, beside in works
        ]
    )
    undecided = [result for part in parts for result in part.undecided]
    parts[0].undecided[:] = sorted(undecided, key=lambda result: result.order())
    for part in parts[1:]:
        part.undecided.clear()
    return parts


def _examine(
    sources: Sequence[Source], against: Sequence[Source], profile: Profile, beside: Sequence[Source] | None = None
) -> _Part:
    """Run the rules over templates.

    Args:
        sources: the templates to examine.
        against: the templates as they are deployed.
        profile: what the organisation asks for.
        beside: templates that may be referred to, where they and others are examined in other processes.
    """
    with ahead(_parse, [*sources, *(beside or ()), *against]) as parsed:
        rules = rules_under(profile)
        specs: list[Spec] = []
        templates, unreadable = _read(sources, parsed, specs)
        others, _ = _read(beside or (), parsed, [])
        deployed, lost = _read(against, parsed, [])
    environments = {source.name: source.environment for source in sources if source.name in templates}
    resources = [resource for found in templates.values() for resource in found]
    known = [resource for found in others.values() for resource in found]

    def run_under(quotas: Quotas) -> Results:
        graph = Graph([*resources, *known], quotas)
        return run_with_all(graph, rules) if beside is None else run(graph, rules, resources)

    results = judge(profile, environments, run_under)
    changed, unclear = _updates(deployed, templates)
    return _Part(
        own=[*in_keywords(results.findings, resources), *changed],
        undecided=[*without_made(results.undecided, resources), *unclear],
        generic=[finding for spec in specs for finding in spec_findings(spec)],
        resources={name: len(found) for name, found in templates.items()},
        deployed=list(deployed),
        unreadable=[*unreadable, *lost],
    )


def _schema_findings(sources: Sequence[Source]) -> list[Finding]:
    templates = [source for source in sources if not source.is_spec]
    return [finding for source in templates for finding in schema_findings(source.content, source.name)]


def _parse(source: Source) -> Parsed | Spec:
    return (read_spec if source.is_spec else parse)(source.content, source.name)


def _read(
    sources: Sequence[Source], parsed: Iterator[Callable[[], Parsed | Spec]], specs: list[Spec]
) -> tuple[dict[str, list[Resource]], list[Unreadable]]:
    """Read templates and specs, which are added to the list: the resources of each, and those that cannot be read."""
    templates: dict[str, list[Resource]] = {}
    unreadable: list[Unreadable] = []
    for source, found in zip(sources, parsed, strict=False):
        try:
            read = found()
            if isinstance(read, Spec):
                specs.append(read)
                templates[source.name] = spec_resources(read)
            else:
                templates[source.name] = _with_paths(resources_of(read), source)
        except (UnreadableTemplate, UnreadableDocument) as error:
            unreadable.append(Unreadable(file=source.name, problem=str(error)))
    return templates, unreadable


def _with_paths(resources: list[Resource], source: Source) -> list[Resource]:
    """Name the construct of each resource, where the template says it of none."""
    if any(resource.construct_path for resource in resources):
        return resources
    paths = source.construct_paths()
    return [replace(resource, construct_path=paths.get(resource.id)) for resource in resources] if paths else resources


def _updates(
    deployed: Mapping[str, list[Resource]], templates: Mapping[str, list[Resource]]
) -> tuple[list[Finding], list[UndecidedFinding]]:
    """Compare each deployed template with the new one of the same file name, or with the only one."""
    if not deployed:
        return [], []
    from constructs_lib.policy.updates import compare_templates

    findings: list[Finding] = []
    undecided: list[UndecidedFinding] = []
    by_name = {Path(name).name: resources for name, resources in templates.items()}
    for name, old in deployed.items():
        alone = len(deployed) == 1 and len(templates) == 1
        new = next(iter(templates.values())) if alone else by_name.get(Path(name).name, [])
        changed, unclear = compare_templates(old, new)
        findings += changed
        undecided += unclear
    return findings, undecided
