"""Read the patterns of Java's `DateTimeFormatter`, in which Firehose writes timestamps.

Source: Java SE 8, `java.time.format.DateTimeFormatterBuilder.appendPattern`, to which the Firehose Developer Guide's
page on custom prefixes refers.
"""

from __future__ import annotations

from itertools import groupby

COUNTS: dict[str, range | tuple[int, ...]] = {
    **dict.fromkeys("uyYgAnN", range(1, 20)),
    **dict.fromkeys("GMLQqEeXxZ", range(1, 6)),
    **dict.fromkeys("dhHkKmsw", range(1, 3)),
    **dict.fromkeys("aFW", (1,)),
    **dict.fromkeys("Ov", (1, 4)),
    "D": range(1, 4),
    "S": range(1, 10),
    "z": range(1, 5),
    "V": (2,),
    "B": (1, 4, 5),
    "c": (1, 3, 4, 5),
}
"""How often each letter may be repeated; letters that are not here mean nothing. `B`, `g` and `v` came after Java 8,
and the service takes them."""
PAD = "p"
RESERVED = "{}#"
FIXED_WIDTH = "dHhkKmsMLwuyYS"
YEARS_AND_FRACTIONS = "uyYS"


class InvalidPattern(ValueError):
    """A text is no pattern; the message says why."""


def fields(pattern: str) -> tuple[str, ...]:
    """Read the fields of a pattern, such as `yyyy` and `MM` of `yyyy/MM`.

    Raises:
        InvalidPattern: the service could not read it either.
    """
    pieces = unquoted(pattern)
    found: list[str] = []
    opened = padded = 0
    for character, group in groupby(pieces):
        run = "".join(group)
        if padded and not character.isalpha():
            break
        if character in RESERVED:
            raise InvalidPattern(f"{character} is reserved")
        if character == "[":
            opened += len(run)
        elif character == "]":
            opened -= len(run)
            if opened < 0:
                raise InvalidPattern("] closes nothing")
        elif character == PAD:
            padded = len(run)
        elif character.isascii() and character.isalpha():
            require_count(run)
            found.append(run)
            padded = 0
    if padded:
        raise InvalidPattern(f"{PAD} is followed by no pattern letter")
    return tuple(found)


def require_count(run: str) -> None:
    """Ensure that a letter means something, and that often.

    Raises:
        InvalidPattern: it does not.
    """
    counts = COUNTS.get(run[0])
    if counts is None:
        raise InvalidPattern(f"{run[0]} is no pattern letter; literal text is quoted, as in '{run[0]}'")
    if len(run) not in counts:
        raise InvalidPattern(f"{run} repeats {run[0]} too often or not often enough")


def unquoted(pattern: str) -> str:
    """The pattern with a space for each quoted text.

    Raises:
        InvalidPattern: a quote is not closed.
    """
    outside = pattern.split("'")
    if len(outside) % 2 == 0:
        raise InvalidPattern("a quote is not closed")
    return " ".join(outside[::2])


def least_length(pattern: str) -> int:
    """The least length of what a pattern writes, in characters.

    Raises:
        InvalidPattern: the pattern cannot be read.
    """
    written = sum(least_width(run) for run in fields(pattern))
    return written + sum(not character.isalpha() and character not in "[]'" for character in unquoted(pattern))


def least_width(run: str) -> int:
    """The least length of what a field writes, in characters."""
    fixed = run[0] in FIXED_WIDTH and (len(run) < 3 or run[0] in YEARS_AND_FRACTIONS)
    return len(run) if fixed else 1
