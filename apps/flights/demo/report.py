"""What the demo found, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.bar import Bar
from rich.console import Console, RenderableType
from rich.panel import Panel
from rich.table import Table

from apps.flights.demo.accounting import LakeObject
from apps.flights.demo.summary import CONSUMER, Summary

BAR_COLUMNS = 30


def show(summary: Summary, console: Console) -> None:
    """Print the whole report."""
    tables = (carriers(summary.account.objects), reasons(summary), consumer(summary), seconds(summary))
    for part in (*tables, verdict(summary)):
        console.print()
        console.print(part)


def carriers(objects: Sequence[LakeObject]) -> RenderableType:
    """The lake by carrier: objects, their sizes, flights, and a bar as long as its share."""
    by_carrier: dict[str, list[LakeObject]] = {}
    for lake_object in objects:
        by_carrier.setdefault(lake_object.carrier, []).append(lake_object)
    flights = {name: sum(one.flights.total() for one in found) for name, found in by_carrier.items()}
    most = max(flights.values(), default=1)
    title = f"In the lake: {len(objects):,} objects, {size(sum(one.size_bytes for one in objects))}"
    table = Table("carrier", title=title, title_justify="left", box=None, header_style="dim")
    for column in ("objects", "smallest", "largest", "flights"):
        table.add_column(column, justify="right")
    table.add_column("")
    for name in sorted(flights, key=lambda name: -flights[name]):
        sizes = [lake_object.size_bytes for lake_object in by_carrier[name]]
        bar = Bar(most, 0, flights[name], width=BAR_COLUMNS, color="cyan")
        table.add_row(name, f"{len(sizes)}", size(min(sizes)), size(max(sizes)), f"{flights[name]:,}", bar)
    return table


def reasons(summary: Summary) -> RenderableType:
    """Why records are in the failure bucket."""
    table = Table("reason", title="In the failure bucket", title_justify="left", box=None, header_style="dim")
    table.add_column("error code")
    table.add_column("records", justify="right")
    for (reason, error), count in Counter((one.reason, one.error) for one in summary.account.failed).most_common():
        table.add_row(reason, error, f"{count:,}")
    return table


def consumer(summary: Summary) -> RenderableType:
    """What the fan-out consumer saw, by its own log."""
    table = Table("", title=f"What {CONSUMER} saw", title_justify="left", box=None, show_header=False)
    table.add_column(justify="right")
    for word, count in summary.account.consumer.items():
        table.add_row(word.lower(), f"{count:,}")
    return table


def seconds(summary: Summary) -> RenderableType:
    """How long each step took."""
    table = Table("", title="Seconds", title_justify="left", box=None, show_header=False)
    table.add_column(justify="right")
    table.add_column("")
    longest = max(summary.steps.values())
    for name, taken in summary.steps.items():
        table.add_row(name, f"{taken:.1f}", Bar(longest, 0, taken, width=BAR_COLUMNS, color="green"))
    table.add_row("total", f"{sum(summary.steps.values()):.1f}", "")
    return table


def verdict(summary: Summary) -> RenderableType:
    """The sum, and whether it comes out."""
    numbers = summary.document()
    parts = ("delivered", "dropped", "failed")
    total = " + ".join(f"{numbers[part]:,} {part}" for part in parts)
    lines = [
        f"[bold]{numbers['sent']:,} sent = {total}[/bold]",
        f"{numbers['lost']:,} lost · {numbers['doubled']:,} doubled",
        f"{numbers['records_per_second']:,} records/s from the first record put to the last one accounted for",
        *(f"[red]{problem}[/red]" for problem in summary.account.problems),
    ]
    return Panel.fit("\n".join(lines), border_style="red" if summary.account.problems else "green")


def size(size_bytes: int) -> str:
    """Write a size in kB."""
    return f"{size_bytes / 1000:.1f} kB"
