"""Times and sizes as people write them, with their units: `48 h`, `64 MiB`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
NUMBER = re.compile(r"(\d+(?:\.\d+)?) ?(\D+)")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a quantity is written in.

    Attributes:
        factors: unit to how many of the property's own unit it stands for.
        example: as a person writes it.
        whole: whether there are no fractions.
    """

    factors: dict[str, float]
    example: str
    whole: bool = True

    def amount(self, text: str) -> int | float:
        """Read a quantity, in the property's own unit: `2 d` is 48, where hours count.

        Raises:
            ValueError: the text has no unit, or another.
        """
        found = NUMBER.fullmatch(text)
        if found is None or found[2] not in self.factors:
            raise ValueError(f"{text!r} is no quantity such as {self.example}")
        amount = float(found[1]) * self.factors[found[2]]
        return int(amount) if amount.is_integer() else amount

    def form(self) -> str:
        """Give the pattern of every quantity in these units."""
        number = r"\d+" if self.whole else r"\d+(\.\d+)?"
        return f"^{number} ?({'|'.join(self.factors)})$"

    def fitting(self, low: float | None, high: float | None) -> str:
        """Give an example between two bounds.

        >>> SHORT.fitting(0, 60), SHORT.fitting(0, 900)
        ('60 s', '5 min')
        """
        amount = self.amount(self.example)
        near = max(low or 0, min(amount, amount if high is None else high))
        return self.example if near == amount else f"{near:g} {next(iter(self.factors))}"

    def within(self, low: float | None, high: float | None) -> str:
        """Give the pattern of the quantities between two bounds, for editors, which know patterns but no units.

        Args:
            low: least amount, in the property's own unit.
            high: largest amount; none without it.
        """
        if not self.whole:
            return self.form()
        forms = []
        for unit, factor in self.factors.items():
            least = math.ceil((low or 0) / factor)
            most = None if high is None else math.floor(high / factor)
            if most is None or least <= most:
                forms.append(f"({numbers(least, most)}) ?{unit}")
        return f"^({'|'.join(forms)})$"


def in_seconds(example: str, *units: str) -> Unit:
    """Make the unit of a time that a property counts in seconds."""
    return Unit(factors={unit: SECONDS[unit] for unit in units}, example=example)


HOURS = Unit(factors={"h": 1, "d": 24}, example="48 h")
DAYS = Unit(factors={"d": 1}, example="90 d")
SHORT = in_seconds("5 min", "s", "min", "h")
LONG = in_seconds("12 h", "s", "min", "h", "d")
RECORD_SIZE = Unit(factors={"KiB": 1, "MiB": 1024}, example="2 MiB")
BYTES = Unit(factors={"KiB": 1024, "MiB": 1024**2}, example="256 MiB")
MEBIBYTES = Unit(factors={"MiB": 1}, example="64 MiB")
TRANSFORM_SIZE = Unit(factors={"MiB": 1, "KiB": 1 / 1024}, example="1 MiB", whole=False)
THROUGHPUT = Unit(factors={"MiB/s": 1, "GiB/s": 1024}, example="100 MiB/s")


def numbers(low: int, high: int | None) -> str:
    """Give the pattern of the whole numbers from one to another, without leading zeros.

    >>> numbers(4, 17)
    '[4-9]|1[0-7]'
    """
    if high is None:
        longer = rf"[1-9]\d{{{len(str(low))},}}"
        return f"{numbers(low, 10 ** len(str(low)) - 1)}|{longer}"
    return "|".join(pattern_of(first, last) for first, last in blocks(low, high))


def blocks(low: int, high: int) -> list[tuple[int, int]]:
    """Split a range where a pattern of digits can say each part: 24 to 29, 30 to 99, 100 to 999."""
    found = []
    while low <= high:
        step = 1
        while low % (step * 10) == 0 and low + step * 10 - 1 <= high and (low > 0):
            step *= 10
        last = low + step - 1
        while last + step <= high and (last + 1) // step % 10 != 0:
            last += step
        found.append((low, last))
        low = last + 1
    return found


def pattern_of(first: int, last: int) -> str:
    """Give the pattern of one part of a range, whose ends differ in one digit and in the nines and zeros after it."""
    pairs = list(zip(str(first), str(last), strict=True))
    pattern, rest = "", 0
    for start, end in pairs:
        if (start, end) == ("0", "9"):
            rest += 1
        else:
            pattern += start if start == end else f"[{start}-{end}]"
    return pattern + {0: "", 1: r"\d"}.get(rest, rf"\d{{{rest}}}")
