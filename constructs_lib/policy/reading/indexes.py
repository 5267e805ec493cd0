"""Look through a whole graph once, for all rules that ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

from constructs_lib.graph import Graph

T = TypeVar("T")
Key = TypeVarTuple("Key")


def indexed(make: Callable[[Graph, *Key], T]) -> Callable[[Graph, *Key], T]:
    """Keep what is made of a graph for as long as the graph is there.

    Args:
        make: whose answer follows from what it is given, never from a scenario, and is not changed afterwards.
    """
    kept: WeakKeyDictionary[Graph, dict[tuple[*Key], T]] = WeakKeyDictionary()

    @wraps(make)
    def index(graph: Graph, *key: *Key) -> T:
        known = kept.setdefault(graph, {})
        if key not in known:
            known[key] = make(graph, *key)
        return known[key]

    return index
