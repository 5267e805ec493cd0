"""A construct stands whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from constructs import Construct

Define = TypeVar("Define", bound=Callable[..., None])


def whole(define: Define) -> Define:
    """Decorate `__init__` of a construct, so that one which is refused leaves none of its children in the tree.

    Whoever catches the refusal can define a better construct of the same id, or synthesize without it. What was added
    to other constructs before, such as a statement in the policy of a given key, stays there.
    """

    @wraps(define)
    def defined(self: Construct, scope: Construct, id: str, **arguments: Any) -> None:
        try:
            define(self, scope, id, **arguments)
        except Exception:
            if scope.node.try_find_child(id) is self:
                scope.node.try_remove_child(id)
            raise

    return cast("Define", defined)
