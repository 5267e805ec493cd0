"""Run several checks of one rule, each to its own end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from constructs_lib.graph import CannotDecide
from constructs_lib.policy.rule import Violation


def together(checks: Iterable[Iterator[Violation]]) -> Iterator[Violation]:
    """Yield what all checks find, so that a value one of them cannot know does not hide what another finds.

    Raises:
        CannotDecide: the first reason for which one of them could not decide, after all have run.
    """
    gap: CannotDecide | None = None
    for check in checks:
        try:
            yield from check
        except CannotDecide as reason:
            gap = gap or reason
    if gap is not None:
        raise gap
