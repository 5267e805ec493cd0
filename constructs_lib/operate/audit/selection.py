"""Which resources an audit is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Selection:
    """Patterns of names, such as `orders-*`; everything where there are none."""

    patterns: tuple[str, ...] = ()

    def takes(self, *names: str | None) -> bool:
        """Tell whether one of some names, or what an ARN ends with, is meant."""
        if not self.patterns:
            return True
        return any(
            fnmatchcase(form, pattern) for name in names if name for form in forms(name) for pattern in self.patterns
        )


def forms(name: str) -> Iterable[str]:
    """A name as it is, and the names within an ARN: of a stream, a consumer or a function."""
    yield name
    if name.startswith("arn:"):
        yield from (part for part in name.split(":", 5)[-1].replace(":", "/").split("/")[1:] if part)
