"""Synthesize an app once for all tests that look at it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

AppFactory = Callable[[], Any]

VALIDATION = "CDK_VALIDATION"
FORM = "give a function without arguments that returns an App, or its name as module:function"


class NoApp(ValueError):
    """What is given is no function that makes an app; the message says what to give."""


class Templates(dict[str, Path]):
    """Templates by the ids of their stacks."""

    def __missing__(self, stack: str) -> Path:
        """Say which stacks there are.

        Raises:
            KeyError: always.
        """
        raise KeyError(f"the app has no stack {stack}; it has {', '.join(self) or 'none'}")


def without_validation() -> None:
    """Switch the CDK's own validation off, which takes seconds, unless the environment says otherwise.

    It has no effect once `aws_cdk` is imported, because its engine reads the environment as it starts.
    """
    os.environ.setdefault(VALIDATION, "false")


@cache
def synthesize(app: AppFactory | str) -> Mapping[str, Path]:
    """Make an app and synthesize it, once in this process for each that is given.

    Args:
        app: a function without arguments that returns an `aws_cdk.App`, or its name as `module:function`.

    Returns:
        The path of each stack's template by the stack's id, with those of its stages before it: `Prod/Pipeline`.
        The assertions of this package take these paths.

    Raises:
        NoApp: it is no such function, or it returns no app.
        Exception: whatever the app raises.

    Example:
        >>> templates = synthesize("infrastructure.app:build")  # doctest: +SKIP
        >>> assert_compliant(templates["Pipeline"])  # doctest: +SKIP
    """
    without_validation()
    made = (load(app) if isinstance(app, str) else app)()
    if not hasattr(made, "synth"):
        raise NoApp(f"the app is a {type(made).__name__}; {FORM}")
    stacks = made.synth().stacks_recursively
    return MappingProxyType(Templates({stack.hierarchical_id: Path(stack.template_full_path) for stack in stacks}))


def load(name: str) -> AppFactory:
    """Import the function that makes an app.

    Raises:
        NoApp: there is none of this name.
    """
    module, _, function = name.partition(":")
    if not module or not function:
        raise NoApp(f"{name!r} names no function; {FORM}")
    try:
        found = getattr(import_module(module), function, None)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise NoApp(f"there is no module {module} beside the tests; {FORM}") from error
    if not callable(found):
        raise NoApp(f"{module} has no function {function}; {FORM}")
    factory: AppFactory = found
    return factory


def importable_from(folder: Path) -> None:
    """Let the app be imported from the root of the tests."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
