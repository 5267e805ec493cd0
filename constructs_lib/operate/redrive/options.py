"""What one run of a redrive at scale is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self

from constructs_lib.operate.errors import OperateError
from constructs_lib.operate.failures.bucket import RESULTS
from constructs_lib.operate.failures.record import Kind


class RunRefused(OperateError):
    """A run cannot be begun as it is asked for; the states know this name, and do not try again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """The input of an execution, read and completed.

    Attributes:
        run: the execution's name.
        results: how the keys of all that the run writes begin; ends with the name.
        prefix: how the keys of the failure objects begin.
        only: leave other kinds out; empty for none.
        since: leave out objects written before, in epoch seconds; None for none.
        dry_run: read and transform everything, send nothing.
    """

    run: str
    results: str
    prefix: str
    only: str = ""
    since: float | None = None
    dry_run: bool = False

    @classmethod
    def read(cls, given: Mapping[str, Any], *, run: str, prefix: str) -> Self:
        """Read the input of an execution: `prefix`, `only`, `since` as ISO time with an offset, and `dry_run`.

        Args:
            given: the input; what it leaves out has its default.
            run: the execution's name.
            prefix: that of the construct, with which every other has to begin.

        Raises:
            RunRefused: the input says something else.
        """
        unknown = sorted(set(given) - {"prefix", "only", "since", "dry_run", "Comment"})
        if unknown:
            raise RunRefused(f"the input has {', '.join(unknown)}: give prefix, only, since and dry_run, or nothing")
        chosen, only, dry_run = given.get("prefix", prefix), given.get("only") or "", given.get("dry_run", False)
        if not isinstance(chosen, str) or not chosen.startswith(prefix):
            raise RunRefused(f"prefix is {chosen!r}: the function may read below {prefix!r} only")
        if only and only not in set(Kind):
            raise RunRefused(f"only is {only!r}: choose one of {', '.join(Kind)}")
        if not isinstance(dry_run, bool):
            raise RunRefused(f"dry_run is {dry_run!r}: give true or false")
        since = given.get("since")
        return cls(
            run=run,
            results=f"{prefix}{RESULTS}{run}/",
            prefix=chosen,
            only=only,
            since=epoch(since) if since else None,
            dry_run=dry_run,
        )

    def document(self) -> dict[str, Any]:
        """Write them as JSON."""
        return asdict(self)

    def left_out(self, item: Mapping[str, Any]) -> str:
        """Say why an object of the list is not read; empty where it is.

        Args:
            item: `Key`, `Size`, and `LastModified` in epoch seconds or as ISO time.
        """
        key = str(item["Key"])
        home = self.results.removesuffix(f"{self.run}/")
        if key.startswith(home) and not self.prefix.startswith(home):
            return "results of a redrive"
        if key.endswith("/") and not item.get("Size"):
            return "folder marker"
        if self.since is not None and written(item.get("LastModified")) < self.since:
            return "written before since"
        return ""


def epoch(text: object) -> float:
    """Read a time with an offset, such as `2026-11-01T00:00:00Z`, as epoch seconds.

    Raises:
        RunRefused: it is no such time.
    """
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        raise RunRefused(f"since is {text!r}: give a time such as 2026-11-01T00:00:00Z") from None
    return time.replace(tzinfo=time.tzinfo or UTC).timestamp()


def written(modified: object) -> float:
    """Read when an object was written; one whose time cannot be read counts as new."""
    if isinstance(modified, int | float):
        return float(modified)
    try:
        return epoch(modified)
    except RunRefused:
        return float("inf")
