"""What the patches rely on in MiniStack, checked before it starts."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType


class MovedError(Exception):
    """MiniStack no longer has what a patch relies on: the pinned version and the patches do not fit each other."""


def expect(patch: str, module: ModuleType, /, **names: tuple[str, ...] | type | None) -> None:
    """Check that a module still has the names a patch uses.

    Args:
        patch: the patch's name, for the message.
        module: the module of MiniStack.
        **names: per name, the parameters of a function in order, or the type of a value, or None for any value.

    Raises:
        MovedError: a name is gone, takes other parameters or is of another type; the message names patch and name.
    """
    for name, expected in names.items():
        where = f"patch {patch}: {module.__name__}.{name}"
        try:
            found = getattr(module, name)
        except AttributeError:
            raise MovedError(f"{where} is gone") from None
        if isinstance(expected, tuple):
            parameters = tuple(inspect.signature(found).parameters)
            if parameters[: len(expected)] != expected:
                raise MovedError(f"{where} takes {parameters}, expected {expected}")
        elif isinstance(expected, type) and not isinstance(found, expected):
            raise MovedError(f"{where} is a {type(found).__name__}, expected a {expected.__name__}")


def expect_keys(patch: str, what: str, mapping: Mapping[str, Any], *keys: str) -> None:
    """Check that a mapping of MiniStack's still has the keys a patch uses.

    Raises:
        MovedError: a key is gone.
    """
    for key in keys:
        if key not in mapping:
            raise MovedError(f"patch {patch}: {what} has no {key}")
