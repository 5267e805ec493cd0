"""What lives in a local AWS, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import JustifyMethod

    from constructs_lib.local.contents import FailedRecord, Prefix

WIDTH = 120
KIB = 1024
UNITS = ("bytes", "KiB", "MiB", "GiB")
SHOWN_DATA_CHARACTERS = 60


def show(*tables: Table) -> None:
    """Print the tables that have rows, in colour on a terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH
    for table in tables:
        if table.row_count:
            console.print()
            console.print(table)


def new(title: str, *columns: str, numbers: int = 0) -> Table:
    """Start a table whose last columns hold numbers."""
    table = Table(
        title=title, title_justify="left", box=None, pad_edge=False, title_style="bold cyan", padding=(0, 2, 0, 0)
    )
    for index, column in enumerate(columns):
        justify: JustifyMethod = "right" if index >= len(columns) - numbers else "left"
        table.add_column(column, justify=justify, overflow="fold")
    return table


def streams(found: Sequence[dict[str, Any]]) -> Table:
    """One row for every stream."""
    table = new("Streams", "name", "mode", "consumers", "shards", "retention", numbers=2)
    for stream in found:
        mode = str(stream["StreamMode"]).lower().replace("_", "-")
        hours = f"{stream['RetentionPeriodHours']} h"
        table.add_row(stream["Name"], mode, ", ".join(stream["Consumers"]), str(stream["OpenShardCount"]), hours)
    return table


def deliveries(status: dict[str, Any]) -> Table:
    """One row for every delivery stream, with every record accounted for."""
    table = new(
        "Delivery streams", "name", "accepted", "delivered", "dropped", "failed", "waiting", "objects", numbers=6
    )
    for name, entry in status["delivery_streams"].items():
        counts = entry["counts"]
        if not counts:
            table.add_row(f"{name}: {entry['problem']}")
            continue
        failed = sum(counts["failed"].values())
        numbers = (
            counts["accepted"],
            counts["delivered"],
            counts["dropped"],
            failed,
            entry["waiting"],
            counts["objects"],
        )
        table.add_row(name, *(f"{number:,}" for number in numbers))
    return table


def mappings(status: dict[str, Any]) -> Table:
    """One row for every event source mapping."""
    table = new("Consumers", "function", "reads", "processed", "filtered", "given up", "waiting", numbers=4)
    for entry in status["mappings"].values():
        counts = entry["counts"]
        numbers = (counts["succeeded"], counts["filtered"], counts["discarded"], entry["waiting"])
        stream, _, consumer = entry["source"].partition("stream/")[2].partition("/consumer/")
        source = f"{stream} by {consumer.partition(':')[0]}" if consumer else stream
        function = entry["function"].partition("function:")[2]
        table.add_row(function, source, *(f"{number:,}" for number in numbers))
    return table


def objects(found: Sequence[Prefix]) -> Table:
    """One row for every first folder of every bucket."""
    table = new("Objects", "bucket", "prefix", "objects", "size", numbers=2)
    for prefix in found:
        table.add_row(prefix.bucket, prefix.prefix, f"{prefix.objects:,}", size(prefix.bytes))
    return table


def failed(found: Sequence[FailedRecord]) -> Table:
    """One row for every failed record."""
    table = new("Failed records", "code", "message", "data")
    for record in found:
        data = record.data.decode(errors="replace")
        table.add_row(record.code, record.message, data[:SHOWN_DATA_CHARACTERS])
    return table


def size(number: float) -> str:
    """Write a size with its unit."""
    for unit in UNITS[:-1]:
        if number < KIB:
            return f"{number:,.0f} {unit}" if unit == UNITS[0] else f"{number:,.1f} {unit}"
        number /= KIB
    return f"{number:,.1f} {UNITS[-1]}"
