"""Java `DateTimeFormatter` patterns, as the `timestamp` namespace of a prefix takes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedFeature

Formatter = Callable[[datetime], str]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUARTERS = ("1st quarter", "2nd quarter", "3rd quarter", "4th quarter")
TOKEN = re.compile(r"''|'(?:[^']|'')*'|([A-Za-z])\1*|[\[\]]|[^A-Za-z'\[\]]+|'", re.DOTALL)
RESERVED = frozenset("{}#")


def timestamp_formatter(pattern: str) -> Formatter:
    """Compile a pattern such as `yyyy/MM/dd` or `'year='yyyy`.

    Returns:
        A function from an aware time to text.

    Raises:
        InvalidDefinition: Java refuses the pattern.
        UnsupportedFeature: Java knows a letter of the pattern, the simulation does not.

    Source: java.time.format.DateTimeFormatter, Java SE 8
    """
    parts = [part(found.group(), pattern) for found in TOKEN.finditer(pattern)]
    return lambda moment: "".join(each(moment) for each in parts)


def part(text: str, pattern: str) -> Formatter:
    """Compile one token: a run of one letter, a quoted literal or other characters."""
    if text == "'":
        raise InvalidDefinition(f"timestamp pattern {pattern} has an open quote; close it with '")
    if text in ("[", "]"):
        return literal("")
    if text == "''":
        return literal("'")
    if text.startswith("'"):
        return literal(text[1:-1].replace("''", "'"))
    if not text[0].isalpha():
        if RESERVED & set(text):
            raise InvalidDefinition(f"timestamp pattern {pattern} has a reserved character; put it between quotes")
        return literal(text)
    make, widest = LETTERS.get(text[0], (None, 0))
    if make is None:
        raise UnsupportedFeature(
            f"letter {text[0]} of the timestamp pattern {pattern} is not simulated; use one of {''.join(LETTERS)}"
        )
    if len(text) > widest:
        raise InvalidDefinition(f"timestamp pattern {pattern} repeats {text[0]} more than {widest} times")
    return make(len(text))


def literal(text: str) -> Formatter:
    """Write the same text at every moment."""
    return lambda _: text


def number(value: Callable[[datetime], int]) -> Callable[[int], Formatter]:
    """Write a number with at least as many digits as there are letters."""
    return lambda width: lambda moment: f"{value(moment):0{width}d}"


def year(width: int) -> Formatter:
    """Write the year; two letters mean its last two digits."""
    if width == 2:
        return lambda moment: f"{moment.year % 100:02d}"
    return lambda moment: f"{moment.year:0{width}d}"


def named(value: Callable[[datetime], int], names: tuple[str, ...], digits: int) -> Callable[[int], Formatter]:
    """Write a number in up to `digits` letters, then the short, the full and the narrow name."""

    def make(width: int) -> Formatter:
        if width <= digits:
            return number(value)(width)
        if width <= 3:
            return lambda moment: names[value(moment) - 1][:3]
        if width == 4:
            return lambda moment: names[value(moment) - 1]
        return lambda moment: names[value(moment) - 1][0]

    return make


def quarter(width: int) -> Formatter:
    """Write the quarter as a number, as `Q3` or as `3rd quarter`."""

    def value(moment: datetime) -> int:
        return (moment.month + 2) // 3

    if width <= 2:
        return number(value)(width)
    if width == 3:
        return lambda moment: f"Q{value(moment)}"
    return lambda moment: QUARTERS[value(moment) - 1]


def fraction(width: int) -> Formatter:
    """Write the first digits of the second's fraction."""
    return lambda moment: f"{moment.microsecond:06d}000"[:width]


def half_day(_: int) -> Formatter:
    """Write AM or PM."""
    return lambda moment: "AM" if moment.hour < 12 else "PM"


def offset(zero: str) -> Callable[[int], Formatter]:
    """Write the offset from UTC: `+09`, `+0900` or `+09:00`."""

    def make(width: int) -> Formatter:
        def write(moment: datetime) -> str:
            shift = moment.utcoffset() or timedelta()
            if not shift and zero:
                return zero
            minutes = int(abs(shift).total_seconds()) // 60
            sign = "-" if shift < timedelta() else "+"
            hours, rest = divmod(minutes, 60)
            separator = ":" if width in (3, 5) else ""
            tail = "" if width == 1 and not rest else f"{separator}{rest:02d}"
            return f"{sign}{hours:02d}{tail}"

        return write

    return make


def plain_offset(width: int) -> Formatter:
    """Write the offset of `Z`: `+0900`, or `+09:00` for five letters."""
    if width == 4:
        raise UnsupportedFeature("timestamp pattern ZZZZ is not simulated; use Z or ZZZZZ")
    return offset("Z")(5) if width == 5 else offset("")(2)


LETTERS: dict[str, tuple[Callable[[int], Formatter], int]] = {
    "y": (year, 19),
    "u": (year, 19),
    "M": (named(lambda moment: moment.month, MONTHS, 2), 5),
    "L": (named(lambda moment: moment.month, MONTHS, 2), 5),
    "d": (number(lambda moment: moment.day), 2),
    "D": (number(lambda moment: moment.timetuple().tm_yday), 3),
    "Q": (quarter, 4),
    "q": (quarter, 4),
    "E": (named(lambda moment: moment.isoweekday(), DAYS, 0), 5),
    "a": (half_day, 1),
    "H": (number(lambda moment: moment.hour), 2),
    "k": (number(lambda moment: moment.hour or 24), 2),
    "K": (number(lambda moment: moment.hour % 12), 2),
    "h": (number(lambda moment: moment.hour % 12 or 12), 2),
    "m": (number(lambda moment: moment.minute), 2),
    "s": (number(lambda moment: moment.second), 2),
    "S": (fraction, 9),
    "X": (offset("Z"), 3),
    "x": (offset(""), 3),
    "Z": (plain_offset, 5),
}
