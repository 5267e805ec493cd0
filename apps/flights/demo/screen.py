"""How the demo shows its steps: live on a terminal, as plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PLAIN_PAUSE_SECONDS = 5.0


class Step:
    """A step at work.

    Attributes:
        advance: shows how many of its records are done, and a word about it.
        result: what the step found, shown when it is over.
    """

    def __init__(self, advance: Callable[[int, str], None]) -> None:
        self.advance = advance
        self.result = ""

    def say(self, words: str) -> None:
        """Show what the step is doing."""
        self.advance(0, words)


class Screen:
    """Shows steps and remembers their seconds.

    Args:
        console: where to.

    Attributes:
        seconds: name of each finished step to its seconds.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, title: str, *, total: int | None = None) -> Iterator[Step]:
        """Show a step while it works and one line about it afterwards.

        Args:
            name: short, for the table of seconds.
            title: what it does.
            total: how many records it has before it; unknown by default.
        """
        start = time.monotonic()
        shown = self._live(title, total) if self.console.is_terminal else self._plain(title, total)
        with shown as step:
            yield step
        self.seconds[name] = seconds = time.monotonic() - start
        result = f" [dim]· {step.result}[/dim]" if step.result else ""
        self.console.print(
            f"[green]✓[/green] {title} [cyan]{seconds:.1f} s[/cyan]{result}", highlight=False, soft_wrap=True
        )

    @contextmanager
    def _live(self, title: str, total: int | None) -> Iterator[Step]:
        counts = (BarColumn(), MofNCompleteColumn()) if total else ()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), *counts, TimeElapsedColumn())
        with Progress(*columns, TextColumn("[dim]{task.fields[words]}"), console=self.console, transient=True) as bar:
            task = bar.add_task(title, total=total, words="")
            yield Step(lambda done, words: bar.update(task, completed=done, words=words[: self.console.width // 2]))

    @contextmanager
    def _plain(self, title: str, total: int | None) -> Iterator[Step]:
        self.console.print(f"… {title}", highlight=False)
        last = time.monotonic()

        def advance(done: int, words: str) -> None:
            nonlocal last
            if total and time.monotonic() - last > PLAIN_PAUSE_SECONDS:
                last = time.monotonic()
                self.console.print(f"  {done} of {total} {words}", highlight=False)

        yield Step(advance)
