"""Templates as tests of pytest, and one test of the profile's waivers."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.graph.readers.template import UnreadableTemplate
from constructs_lib.policy import Report, Severity
from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.profile import WAIVER_RULES, Profile
from constructs_lib.policy.sources import read_sources
from constructs_lib.testing.compliance import NotCompliant

WAIVERS = {rule.id for rule in WAIVER_RULES}


class Group:
    """The templates of one path, which are looked at together and once."""

    def __init__(self, sources: Sequence[Source], profile: Profile) -> None:
        self.sources = sources
        self.profile = profile

    @cached_property
    def report(self) -> Report:
        """What is found in all of them."""
        return check_sources(self.sources, schema=False, profile=self.profile)

    def of(self, name: str) -> Report:
        """What is found in one of them."""
        report = self.report
        return replace(
            report,
            findings=[finding for finding in report.findings if finding.file == name],
            undecided=[result for result in report.undecided if result.file == name],
            files=[name],
            unreadable=[problem for problem in report.unreadable if problem.file == name],
        )


class Templates(pytest.Collector):
    """All templates that were named."""

    def collect(self) -> Iterable[pytest.Item]:
        """Give nothing: the templates are added to what the command line collects."""
        return []

    def items_of(self, paths: Iterable[Path], profile: Profile) -> Iterator[pytest.Item]:
        """Make one test per template; those of one path are looked at together."""
        everything: list[Source] = []
        for path in paths:
            found = list(read_sources([str(path)]))
            group = Group([source for source in found if isinstance(source, Source)], profile)
            everything += group.sources
            for source in found:
                name = os.path.relpath(source.name, self.config.rootpath)
                if isinstance(source, UnreadableTemplate):
                    yield UnreadableItem.from_parent(self, name=name, problem=str(source))
                else:
                    yield TemplateItem.from_parent(self, name=name, group=group, file=source.name)
        if profile.waivers:
            name = f"waivers of {os.path.relpath(profile.name, self.config.rootpath)}"
            yield WaiversItem.from_parent(self, name=name, group=Group(everything, profile))


class PolicyItem(pytest.Item):
    """A test that fails with a report."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the report alone, below the rules, which pytest repeats in its summary."""
        if isinstance(excinfo.value, NotCompliant):
            rules = dict.fromkeys(finding.rule for finding in excinfo.value.report.findings)
            return f"{', '.join(rules)}\n\n{excinfo.value}"
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the template."""
        return self.config.rootpath / self.name, None, f"kinesis-constructs: {self.name}"


class TemplateItem(PolicyItem):
    """One template as a test."""

    def __init__(self, *, group: Group, file: str, **named: Any) -> None:
        super().__init__(**named)
        self.group = group
        self.file = file

    def runtest(self) -> None:
        """Fail with the findings of this template."""
        own = self.group.of(self.file)
        if own.unreadable:
            raise AssertionError("; ".join(unreadable.problem for unreadable in own.unreadable))
        if own.reaches(Severity.ERROR):
            raise NotCompliant(own)


class UnreadableItem(PolicyItem):
    """A template that cannot be read."""

    def __init__(self, *, problem: str, **named: Any) -> None:
        super().__init__(**named)
        self.problem = problem

    def runtest(self) -> None:
        """Fail with the reason."""
        raise AssertionError(self.problem)


class WaiversItem(PolicyItem):
    """The waivers of the profile as one test, which needs all templates: expired ones fail, unused ones warn."""

    def __init__(self, *, group: Group, **named: Any) -> None:
        super().__init__(**named)
        self.group = group

    def runtest(self) -> None:
        """Fail with the waivers that have expired."""
        report = self.group.report
        own = replace(report, findings=[found for found in report.findings if found.rule in WAIVERS], undecided=[])
        if own.reaches(Severity.ERROR):
            raise NotCompliant(own)
        for finding in own.findings:
            where = f"{finding.file}:{finding.line}"
            warnings.warn(f"{where}: {finding.rule} {finding.message}", pytest.PytestWarning, stacklevel=1)
