"""Check templates: the rules over all of them together, and CloudFormation's own schemas beside."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from constructs_lib.graph import Graph, Resource
from constructs_lib.graph.readers.document import UnreadableDocument
from constructs_lib.graph.readers.template import Parsed, UnreadableTemplate, parse, read_file, resources_of
from constructs_lib.policy.ahead import ahead
from constructs_lib.policy.finding import Finding, UndecidedFinding
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
from constructs_lib.policy.report import Report, Unreadable
from constructs_lib.policy.schema import schema_findings, without_doubles
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
        stack.enter_context(_uncollected())
        found = stack.enter_context(ahead(_schema_findings, [everything] if schema else []))
        return _check(everything, list(against), found, profile or profile_in_force(""), today or _today())


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles among what is read, which has none and stays until the end."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _today() -> date:
    return datetime.now(tz=UTC).date()


def _check(
    sources: Sequence[Source],
    against: Sequence[Source],
    schema: Iterator[Callable[[], list[Finding]]],
    profile: Profile,
    today: date,
) -> Report:
    with ahead(_parse, [*sources, *against]) as parsed:
        rules = rules_under(profile)
        specs: list[Spec] = []
        templates, unreadable = _read(sources, parsed, specs)
        deployed, lost = _read(against, parsed, [])
    readable = [source for source in sources if source.name in templates]
    resources = [resource for found in templates.values() for resource in found]
    environments = {source.name: source.environment for source in readable}
    results = judge(profile, environments, lambda quotas: run_with_all(Graph(resources, quotas), rules))
    changed, unclear = _updates(deployed, templates)
    own = [*in_keywords(results.findings, resources), *changed]
    generic = [finding for found in schema for finding in found() if finding.file in templates]
    generic += [finding for spec in specs for finding in spec_findings(spec)]
    files = [*templates, *deployed]
    left, accepted = waive(profile, [*own, *without_doubles(generic, own)], today, files)
    return Report(
        findings=sorted(left, key=lambda finding: finding.order()),
        undecided=[*without_made(results.undecided, resources), *unclear],
        acknowledged=accepted,
        files=[source.name for source in readable],
        resources=len(resources),
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
