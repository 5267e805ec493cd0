"""The pytest plugin: `kinesis_templates` in the ini file, or `--kinesis-templates`, makes each template a test.

    [tool.pytest.ini_options]
    kinesis_templates = ["build/assemblies/*"]

A template fails with the findings of the policy, written as `kinesis-constructs check` writes them. The fixture
`assert_compliant` checks one template within a test. Nothing is loaded before it is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from constructs_lib.policy.checker import Source

INI = "kinesis_templates"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    text = "templates, folders or cloud assemblies that are checked against the policy, one test each"
    parser.getgroup("kinesis-constructs").addoption(
        "--kinesis-templates", action="append", default=[], metavar="PATH", help=text
    )
    parser.addini(INI, text, type="args", default=[])


@pytest.fixture(scope="session")
def assert_compliant() -> Any:
    """`constructs_lib.testing.assert_compliant`."""
    from constructs_lib.testing.compliance import assert_compliant as check

    return check


def pytest_collection(session: pytest.Session) -> None:
    """Say early when a path is named that is not there."""
    for path in chosen(session.config):
        if not path.exists():
            raise pytest.UsageError(f"kinesis-constructs: {path} does not exist")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each template."""
    paths = list(chosen(config))
    if paths:
        node = Templates.from_parent(session, name="kinesis-constructs", nodeid="kinesis-constructs")
        items.extend(node.items_of(paths))


def chosen(config: pytest.Config) -> Iterator[Path]:
    """Find the paths that are named, with patterns expanded from the root of the tests."""
    for name in [*config.getini(INI), *config.getoption("--kinesis-templates")]:
        matches = sorted(glob(name, root_dir=config.rootpath, recursive=True))  # noqa: PTH207  `.` is a pattern here
        yield from (config.rootpath / match for match in matches or [name])


class Templates(pytest.Collector):
    """All templates that were named."""

    def collect(self) -> Iterable[pytest.Item]:
        """Give nothing: the templates are added to what the command line collects."""
        return []

    def items_of(self, paths: Iterable[Path]) -> Iterator[pytest.Item]:
        """Make one test per template; those of one path are looked at together."""
        from constructs_lib.graph.readers.template import UnreadableTemplate
        from constructs_lib.policy.sources import read_sources

        for path in paths:
            found = list(read_sources([str(path)]))
            sources = [source for source in found if not isinstance(source, UnreadableTemplate)]
            for source in sources:
                name = os.path.relpath(source.name, self.config.rootpath)
                yield TemplateItem.from_parent(self, name=name, source=source, together=sources)


class TemplateItem(pytest.Item):
    """One template as a test."""

    def __init__(self, *, source: Source, together: list[Source], **named: Any) -> None:
        super().__init__(**named)
        self.source = source
        self.together = together

    def runtest(self) -> None:
        """Check the templates together, and fail with the findings of this one."""
        from dataclasses import replace

        from constructs_lib.policy import Severity
        from constructs_lib.policy.checker import check_sources
        from constructs_lib.policy.profile import profile_in_force
        from constructs_lib.testing.compliance import NotCompliant

        report = check_sources(self.together, schema=False, profile=profile_in_force())
        own = replace(
            report,
            findings=[finding for finding in report.findings if finding.file == self.source.name],
            undecided=[result for result in report.undecided if result.file == self.source.name],
            files=[self.source.name],
        )
        if own.reaches(Severity.ERROR) or own.unreadable:
            raise NotCompliant(own)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the report alone."""
        from constructs_lib.testing.compliance import NotCompliant

        if isinstance(excinfo.value, NotCompliant):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Name the template."""
        return Path(self.source.name), None, f"kinesis-constructs: {self.name}"
