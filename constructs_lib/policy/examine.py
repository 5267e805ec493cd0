"""Examine templates: read them, and run the rules over all of them together, with every processor where it helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from constructs_lib.graph import Graph, Resource
from constructs_lib.graph.readers.document import UnreadableDocument
from constructs_lib.graph.readers.form import form_errors, is_sound
from constructs_lib.graph.readers.plain import Plain
from constructs_lib.graph.readers.template import Parsed, UnreadableTemplate, parse, resources_of
from constructs_lib.policy.ahead import ahead
from constructs_lib.policy.engine import Results, run
from constructs_lib.policy.finding import Finding, UndecidedFinding
from constructs_lib.policy.forked import at_once, processes
from constructs_lib.policy.forms import form_findings
from constructs_lib.policy.parallel import run_with_all
from constructs_lib.policy.profile import Profile, judge, rules_under
from constructs_lib.policy.profile.apply import Quotas
from constructs_lib.policy.report import Unreadable
from constructs_lib.policy.shares import shares
from constructs_lib.policy.source import Source

if TYPE_CHECKING:
    from constructs_lib.spec import Spec

LARGE = 2_000_000
"""Bytes beyond which less memory counts for more than the moment that a thread saves."""


class Part(NamedTuple):
    """What is found in some of the templates.

    Attributes:
        own: what the policy finds.
        undecided: what it could not decide.
        generic: what is wrong with the form of templates and specs.
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


def examine_in_processes(sources: Sequence[Source], profile: Profile) -> list[Part]:
    """Examine many templates with every processor.

    Returns:
        What each process found; nothing where one is as quick.
    """
    count = processes()
    if count == 1 or len({source.name for source in sources}) < len(sources):
        return []
    rules = rules_under(profile)
    works = shares([source.content for source in sources], rules, count)
    if not works:
        return []
    parts = at_once(
        [
            partial(examine, [sources[at] for at in own], (), profile, [sources[at] for at in beside])
            for own, beside in works
        ]
    )
    undecided = [result for part in parts for result in part.undecided]
    parts[0].undecided[:] = sorted(undecided, key=lambda result: result.order())
    for part in parts[1:]:
        part.undecided.clear()
    return parts


def examine(
    sources: Sequence[Source], against: Sequence[Source], profile: Profile, beside: Sequence[Source] | None = None
) -> Part:
    """Read templates, and run the rules over them.

    Args:
        sources: the templates to examine.
        against: the templates as they are deployed.
        profile: what the organisation asks for.
        beside: templates that may be referred to, where they and others are examined in other processes.
    """
    everything = [*sources, *(beside or ()), *against]
    small = all(len(source.content) <= LARGE for source in everything)
    with ahead(_parse, everything, beside=small) as parsed:
        rules = rules_under(profile)
        specs: list[Spec] = []
        generic: list[Finding] = []
        templates, unreadable = _read(sources, parsed, specs, generic)
        others, _ = _read(beside or (), parsed, [], [])
        deployed, lost = _read(against, parsed, [], [])
    environments = {source.name: source.environment for source in sources if source.name in templates}
    resources = [resource for found in templates.values() for resource in found]
    known = [resource for found in others.values() for resource in found]

    def run_under(quotas: Quotas) -> Results:
        graph = Graph([*resources, *known], quotas)
        return run_with_all(graph, rules) if beside is None else run(graph, rules, resources)

    results = judge(profile, environments, run_under)
    changed, unclear = _updates(deployed, templates)
    if specs:
        from constructs_lib.policy.specs import in_keywords, spec_findings, without_made

        results.findings = list(in_keywords(results.findings, resources))
        results.undecided = list(without_made(results.undecided, resources))
        generic += [finding for spec in specs for finding in spec_findings(spec)]
    return Part(
        own=[*results.findings, *changed],
        undecided=[*results.undecided, *unclear],
        generic=generic,
        resources={name: len(found) for name, found in templates.items()},
        deployed=list(deployed),
        unreadable=[*unreadable, *lost],
    )


def _parse(source: Source) -> Plain | Parsed | Spec:
    if not source.is_spec:
        return parse(source.content, source.name)
    from constructs_lib.spec import read_spec

    return read_spec(source.content, source.name)


def _read(
    sources: Sequence[Source],
    parsed: Iterator[Callable[[], Plain | Parsed | Spec]],
    specs: list[Spec],
    wrong: list[Finding],
) -> tuple[dict[str, list[Resource]], list[Unreadable]]:
    """Read templates and specs: the resources of each, and those that cannot be read.

    Specs, and what is wrong with the form of templates, are added to the lists.
    """
    templates: dict[str, list[Resource]] = {}
    unreadable: list[Unreadable] = []
    for source, found in zip(sources, parsed, strict=False):
        try:
            read = found()
            if isinstance(read, Plain):
                templates[source.name] = _with_paths(read.resources, source)
                continue
            if isinstance(read, Parsed):
                sound = is_sound(read)
                resources = templates[source.name] = _with_paths(resources_of(read), source)
                if not (sound and resources and all(resource.type for resource in resources)):
                    wrong += form_findings(source.name, form_errors(read), resources)
                continue
            from constructs_lib.spec import spec_resources

            specs.append(read)
            templates[source.name] = spec_resources(read)
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
