"""An app made from a pattern: its files, and a folder for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from constructs_lib.cli.app_records import records_of, tests_of_deliveries
from constructs_lib.cli.command import CommandError
from constructs_lib.cli.rendering import rendered
from constructs_lib.patterns import Pattern, argument_problems

FILES = {
    "app.py": "app/app.py.jinja",
    "tests/test_app.py": "app/test_app.py.jinja",
    "pyproject.toml": "app/pyproject.toml.jinja",
    ".github/workflows/ci.yml": "app/ci.yml.jinja",
    "README.md": "app/README.md.jinja",
}
CDK = {"app": "python3 app.py"}


def write_app(pattern: Pattern, folder: Path, given: Mapping[str, Any]) -> list[Path]:
    """Write an app whose tests pass, whole or not at all.

    Args:
        pattern: what the app defines.
        folder: is made; it is empty if it is there.
        given: arguments of the pattern; what is missing gets an example.

    Raises:
        CommandError: an argument does not fit, or the folder holds something.
    """
    from constructs_lib.publishing import NotEmpty, publish

    arguments = pattern.examples | dict(given)
    if problems := list(argument_problems(pattern, arguments)):
        raise CommandError(f"{pattern.id}: {'; '.join(problems)}")
    try:
        return publish(files_of(pattern, folder.resolve().name, arguments, given), folder, whole=True)
    except NotEmpty as error:
        raise CommandError(str(error)) from error


def files_of(pattern: Pattern, name: str, arguments: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str]:
    """Make the files of an app: path to text."""
    from constructs_lib.publishing import home_of, requirements

    module, construct = home_of(pattern.construct)
    words = re.findall(r"[A-Za-z0-9]+", name)
    facts = {
        "id": pattern.id,
        "title": pattern.title,
        "summary": pattern.summary,
        "version": pattern.version,
        "major": pattern.major,
        "module": module,
        "construct": construct,
        "stack": "".join(word[0].upper() + word[1:] for word in words).lstrip("0123456789") or "Pipeline",
        "name": "-".join(words).lower() or "pipeline",
        "requirements": requirements(module),
        "examples": sorted(arguments.keys() - given.keys()),
        "retention": next((each.default for each in pattern.parameters if each.name == "retention_hours"), None),
        "topic": next((each.name for each in pattern.parameters if each.name == "alarm_topic_arn"), None),
        **records_of(arguments),
    }
    files = FILES | tests_of_deliveries(pattern)
    return {path: rendered(template, facts) for path, template in files.items()} | {
        "parameters.json": json.dumps(arguments, indent=2) + "\n",
        "cdk.json": json.dumps(CDK, indent=2) + "\n",
        ".gitignore": "cdk.out/\n__pycache__/\n*.egg-info/\nbuild/\n",
    }
