"""Packages that load a module only when one of its names is asked for.

The modules of the CDK for every service take as long to load as the rest of an app; most apps need a few of them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any


def lazily(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Give `__getattr__` and `__dir__` of a package whose imports stand under `if TYPE_CHECKING:`.

    What type checkers read is what is loaded: a name cannot be in one of two lists alone.

    Args:
        package: `__name__` of the package, called in its `__init__.py`.

    Example:
        >>> __getattr__, __dir__ = lazily(__name__)  # doctest: +SKIP
    """
    module = sys.modules[package]
    homes = dict(_imported(Path(str(module.__file__))))

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=module)
        value = getattr(import_module(homes[name]), name)
        setattr(module, name, value)
        return value

    return get, lambda: sorted({*vars(module), *homes})


def _imported(file: Path) -> Iterator[tuple[str, str]]:
    """Read the names that an `__init__.py` imports for type checkers, and from which modules."""
    for block in ast.parse(file.read_bytes()).body:
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            for statement in block.body:
                if isinstance(statement, ast.ImportFrom) and statement.module is not None:
                    yield from ((alias.name, statement.module) for alias in statement.names)
