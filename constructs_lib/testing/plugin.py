"""The pytest plugin: `kinesis_templates` in the ini file, or `--kinesis-templates`, makes each template a test.

    [tool.pytest.ini_options]
    kinesis_templates = ["build/assemblies/*"]
    kinesis_profile = "organisation.yaml"
    kinesis_app = "infrastructure.app:build"
    kinesis_releases = "releases"

A template fails with the findings of the policy, written as `kinesis-constructs check` writes them. The fixture
`assert_compliant` checks one template within a test; the fixture `kinesis_synth` synthesizes an app once for all
tests, and `kinesis_release` gives the template that was released last. Nothing is loaded before it is needed, and the
CDK only by the app itself.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from functools import partial
from glob import glob
from pathlib import Path
from typing import Any

import pytest

INI = "kinesis_templates"
PROFILE_INI = "kinesis_profile"
APP_INI = "kinesis_app"
REFUSING = ("constructs_lib.", "jsii.")
RELEASES_INI = "kinesis_releases"
STORED = pytest.StashKey[list[Path]]()
"""The templates that this run has stored as released."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("kinesis-constructs")
    templates = "templates, folders or cloud assemblies that are checked against the policy, one test each"
    group.addoption("--kinesis-templates", action="append", default=[], metavar="PATH", help=templates)
    parser.addini(INI, templates, type="args", default=[])
    profile = "the organisation's own policy; default: the file that KINESIS_CONSTRUCTS_PROFILE names"
    group.addoption("--kinesis-profile", metavar="FILE", help=profile)
    parser.addini(PROFILE_INI, profile, default="")
    app = "module:function that returns an App of the CDK, for kinesis_synth; switches the CDK's own validation off"
    parser.addini(APP_INI, app, default="")
    releases = "folder of the templates as they were released last, for kinesis_release; default: releases"
    parser.addini(RELEASES_INI, releases, default="releases")
    update = "store the templates of the app as released, for kinesis_release: after each deployment"
    group.addoption("--kinesis-release-update", action="store_true", help=update)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Switch the CDK's own validation off before a conftest imports the CDK, where an app is named."""
    if early_config.getini(APP_INI):
        from constructs_lib.testing.synth import without_validation

        without_validation()


@pytest.fixture(scope="session")
def kinesis_synth(pytestconfig: pytest.Config) -> Any:
    """`constructs_lib.testing.synthesize`, without an argument for the app of the ini file.

    Example:
        def test_the_pipeline_keeps_the_policy(kinesis_synth):
            assert_compliant(kinesis_synth()["Pipeline"])
    """
    from constructs_lib.testing.synth import importable_from, synthesize

    importable_from(pytestconfig.rootpath)
    refused: dict[Any, str] = {}

    def synth(app: Any = None) -> Any:
        named = app or pytestconfig.getini(APP_INI)
        if not named:
            raise pytest.UsageError(f"kinesis-constructs: set {APP_INI} in the ini file, or give kinesis_synth an app")
        if named in refused:
            pytest.fail(f"the app cannot be synthesized, as another test says: {refused[named]}", pytrace=False)
        try:
            return synthesize(named)
        except Exception as error:
            problem = refusal(error, pytestconfig.rootpath)
            if problem is None:
                raise
        refused[named] = problem.partition("\n")[0]
        pytest.fail(f"the app cannot be synthesized: {problem}", pytrace=False)

    return synth


def refusal(error: Exception, root: Path) -> str | None:
    """Say why an app was refused, and at which line of the user's; `None` where the app itself is broken.

    What refuses it is this package or the CDK, and how these came to say so helps nobody.
    """
    if not (type(error).__module__.startswith(REFUSING) or type(error.__cause__).__module__.startswith(REFUSING)):
        return None
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_below(Path(frame.filename), root)]
    at = f"\n  at        {os.path.relpath(frames[-1].filename, root)}:{frames[-1].lineno}" if frames else ""
    return f"{error}{at}"


def is_below(file: Path, root: Path) -> bool:
    """Tell whether a file is the user's own."""
    return file.is_relative_to(root) and "site-packages" not in file.parts


@pytest.fixture(scope="session")
def kinesis_release(pytestconfig: pytest.Config, kinesis_synth: Any) -> Any:
    """The template of a stack as it was released last, by the id of the stack; without one, the test is skipped.

    `pytest --kinesis-release-update` stores the templates of the app, in the folder that `kinesis_releases` names.

    Example:
        def test_the_update_loses_nothing(kinesis_release, kinesis_synth):
            assert_safe_update(kinesis_release("Pipeline"), kinesis_synth()["Pipeline"])
    """
    from constructs_lib.testing.releases import NoRelease, Releases

    folder = pytestconfig.rootpath / pytestconfig.getini(RELEASES_INI)
    find = Releases(folder, kinesis_synth, update=pytestconfig.getoption("--kinesis-release-update"))
    pytestconfig.stash[STORED] = find.stored

    def released(stack: str) -> Path:
        try:
            return find(stack)
        except NoRelease as missing:
            pytest.skip(str(missing))

    return released


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what has been stored."""
    for path in config.stash.get(STORED, []):
        terminalreporter.write_line(f"kinesis-constructs: stored {os.path.relpath(path, config.rootpath)}")


@pytest.fixture(scope="session")
def assert_compliant(pytestconfig: pytest.Config) -> Any:
    """`constructs_lib.testing.assert_compliant`, with the profile of this test run."""
    from constructs_lib.testing.compliance import assert_compliant as check

    return partial(check, profile=profile_file(pytestconfig))


def pytest_collection(session: pytest.Session) -> None:
    """Say early when a path is named that is not there, or a profile that cannot be used."""
    paths = list(chosen(session.config))
    for path in paths:
        if not path.exists():
            raise pytest.UsageError(f"kinesis-constructs: {path} does not exist")
    if paths:
        from constructs_lib.policy.profile import InvalidProfile, profile_in_force

        try:
            profile_in_force(profile_file(session.config))
        except InvalidProfile as error:
            raise pytest.UsageError(f"kinesis-constructs: {error}") from error


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each template."""
    paths = list(chosen(config))
    if paths:
        from constructs_lib.policy.profile import profile_in_force
        from constructs_lib.testing.items import Templates

        node = Templates.from_parent(session, name="kinesis-constructs", nodeid="kinesis-constructs")
        items.extend(node.items_of(paths, profile_in_force(profile_file(config))))


def chosen(config: pytest.Config) -> Iterator[Path]:
    """Find the paths that are named, with patterns expanded from the root of the tests."""
    for name in [*config.getini(INI), *config.getoption("--kinesis-templates")]:
        matches = sorted(glob(name, root_dir=config.rootpath, recursive=True))  # noqa: PTH207  `.` is a pattern here
        yield from (config.rootpath / match for match in matches or [name])


def profile_file(config: pytest.Config) -> Path | None:
    """Find the profile that is named: on the command line from here, in the ini file from the root of the tests."""
    given, written = config.getoption("--kinesis-profile"), config.getini(PROFILE_INI)
    if given:
        return Path(given)
    return config.rootpath / written if written else None
