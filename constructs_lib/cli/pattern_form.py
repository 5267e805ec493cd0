"""What a form of a pattern is made of, and why it may not be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.patterns import Pattern

if TYPE_CHECKING:
    from constructs_lib.publishing import Step


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is to be written.

    Attributes:
        files: path below the folder to text.
        versions: paths of those that never change once they are out.
        whole: the files make a whole, so that nothing else may be in the folder.
    """

    files: Mapping[str, str]
    versions: frozenset[str] = field(default=frozenset())
    whole: bool = False


class LosesSomething(Exception):
    """Stacks of an earlier version would lose something.

    Attributes:
        pattern: in the version that is not published.
        steps: from which versions, and what.
    """

    def __init__(self, pattern: Pattern, steps: Sequence[Step]) -> None:
        """Say what to do."""
        versions = ", ".join(step.version for step in steps)
        super().__init__(
            f"{pattern.id} {pattern.version} is not published: stacks of {versions} would lose what is told above; "
            "keep what they have, or raise the major version"
        )
        self.steps = steps
