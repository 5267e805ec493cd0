"""How far long work has come, on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from importlib.util import find_spec
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

SECONDS = 2.0


class Progress:
    """A moving line on a terminal; elsewhere a line every other second, and none for work that is sooner done."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._shown = time.monotonic()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and find_spec("rich") is not None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar = self._open.enter_context(bar)
            self._bar.add_task("…", total=None)
        return self

    def show(self, text: str) -> None:
        """Say how far it is."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=text)
        elif time.monotonic() - self._shown > SECONDS:
            self._shown = time.monotonic()
            print(f"{text} …", file=sys.stderr)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
