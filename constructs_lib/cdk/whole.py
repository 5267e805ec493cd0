"""A construct stands whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from constructs import Construct

Define = TypeVar("Define", bound=Callable[..., None])
Undo = Callable[[], object]

_BEING_DEFINED: list[list[Undo]] = []


def whole(define: Define) -> Define:
    """Decorate `__init__` of a construct, so that one which is refused leaves none of its children in the tree.

    Whoever catches the refusal can define a better construct of the same id, or synthesize without it. What was added
    to other constructs before, such as a statement in the policy of a given key, stays there.
    """

    @wraps(define)
    def defined(self: Construct, scope: Construct, id: str, **arguments: Any) -> None:
        undos: list[Undo] = []
        _BEING_DEFINED.append(undos)
        try:
            define(self, scope, id, **arguments)
        except Exception:
            for undo in reversed(undos):
                undo()
            if scope.node.try_find_child(id) is self:
                scope.node.try_remove_child(id)
            raise
        finally:
            _BEING_DEFINED.pop()
        if _BEING_DEFINED:
            _BEING_DEFINED[-1].extend(undos)

    return cast("Define", defined)


def if_refused(undo: Undo) -> None:
    """Undo what was noted about a construct outside of it, if that or one around it is refused."""
    if _BEING_DEFINED:
        _BEING_DEFINED[-1].append(undo)
