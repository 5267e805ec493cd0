"""Cut the sample out of the whole year: `python -m apps.flights.data.sample flights-2013.csv.zip`.

The README beside this file names the origin of the data and says why this piece of it was chosen.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

SAMPLE = Path(__file__).with_name("flights-2013-sample.csv.gz")
FIRST_DAY = (2013, 1, 19)
ROWS = 20_000


def read_year(archive: Path) -> Iterator[dict[str, str]]:
    """Read the rows of `flights.csv` inside the archive."""
    with zipfile.ZipFile(archive) as files, files.open("flights.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def scheduled_order(row: dict[str, str]) -> tuple[int, int, int, int, str, int, str]:
    """Sort by scheduled departure; carrier, flight and airport make the order total."""
    date = (int(row["year"]), int(row["month"]), int(row["day"]))
    return (*date, int(row["sched_dep_time"]), row["carrier"], int(row["flight"]), row["origin"])


def cut(year: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Take the first 20,000 flights scheduled from the first day on."""
    return sorted((row for row in year if scheduled_order(row)[:3] >= FIRST_DAY), key=scheduled_order)[:ROWS]


def write(rows: list[dict[str, str]], target: Path) -> None:
    """Write the rows as CSV, compressed to the same bytes every time."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    target.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


if __name__ == "__main__":
    write(cut(read_year(Path(sys.argv[1]))), SAMPLE)
