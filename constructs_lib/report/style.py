"""Colour for terminals, and none for everything else."""

from __future__ import annotations

from typing import NamedTuple

from constructs_lib.policy.finding import Severity

CODES = {"bold": "1", "dim": "2", "bad": "1;31", "good": "32"}
SEVERITY_CODES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "36"}


class Style(NamedTuple):
    """Wraps text in ANSI codes where `colour` is set."""

    colour: bool

    def bold(self, text: str) -> str:
        """Stress a heading."""
        return self._wrap(CODES["bold"], text)

    def dim(self, text: str) -> str:
        """Put a label into the background."""
        return self._wrap(CODES["dim"], text)

    def bad(self, text: str) -> str:
        """Mark what failed."""
        return self._wrap(CODES["bad"], text)

    def good(self, text: str) -> str:
        """Mark what is in order."""
        return self._wrap(CODES["good"], text)

    def severity(self, severity: Severity) -> str:
        """Write a severity in its colour."""
        return self._wrap(SEVERITY_CODES[severity], str(severity))

    def _wrap(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


PLAIN = Style(colour=False)
