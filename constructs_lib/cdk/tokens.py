"""What is known now and what only at deployment: no other module decides about tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

from aws_cdk import Duration, Size, SizeRoundingBehavior, Token

from constructs_lib.graph import Reference, Text, Undecided

TOKEN = Undecided("token")
NO_REFERENCES: Mapping[str, Reference] = MappingProxyType({})
TOKEN_IN_TEXT = re.compile(r"(\$\{Token\[[^\]]+\]\})")
# The CDK writes a number token as a float near -1.9e289; asking the CDK costs a call to Node, so ask only there.
SMALLEST_PLAIN_NUMBER = -1e280

# Durations and sizes never change, and each one made or converted is a round trip to Node.
of_seconds = cache(Duration.seconds)
of_hours = cache(Duration.hours)
of_days = cache(Duration.days)
of_mebibytes = cache(Size.mebibytes)
_CONVERTED: WeakKeyDictionary[Duration | Size, dict[str, float]] = WeakKeyDictionary()


def is_token(value: object) -> bool:
    """Tell whether a property value is decided at deployment only."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, (int, float)):
        return value < SMALLEST_PLAIN_NUMBER and Token.is_unresolved(value)
    if isinstance(value, str):
        return TOKEN_IN_TEXT.search(value) is not None
    return not isinstance(value, (Mapping, Sequence))


def seconds(duration: Duration, argument: str) -> int | float:
    """Give a duration in seconds, for a property that counts whole seconds.

    Args:
        duration: any duration; one made of a token must be made of seconds already.
        argument: its name in the caller's own code, for the message.

    Raises:
        TypeError: it is no duration.
        ValueError: it is no whole number of seconds, or a token of another unit.
    """
    _require(duration, Duration, argument, "Duration.seconds(...)")
    return _whole(duration, lambda: duration.to_seconds(integral=False), argument, "seconds", "Duration.seconds(...)")


def hours(duration: Duration, argument: str) -> int | float:
    """Give a duration in hours, for a property that counts whole hours; see `seconds`."""
    _require(duration, Duration, argument, "Duration.hours(...)")
    return _whole(duration, lambda: duration.to_hours(integral=False), argument, "hours", "Duration.hours(...)")


def milliseconds(duration: Duration, argument: str) -> int | float:
    """Give a duration in milliseconds, for a property that counts whole ones; see `seconds`."""
    _require(duration, Duration, argument, "Duration.millis(...)")
    return _whole(duration, duration.to_milliseconds, argument, "milliseconds", "Duration.millis(...)")


def kibibytes(size: Size, argument: str) -> int | float:
    """Give a size in KiB, for a property that counts whole KiB; see `seconds`."""
    _require(size, Size, argument, "Size.kibibytes(...)")
    convert = partial(size.to_kibibytes, rounding=SizeRoundingBehavior.NONE)
    return _whole(size, convert, argument, "KiB", "Size.kibibytes(...)")


def whole_bytes(size: Size, argument: str) -> int | float:
    """Give a size in bytes, for a property that counts bytes; see `seconds`."""
    _require(size, Size, argument, "Size.bytes(...)")
    return _whole(size, lambda: size.to_bytes(rounding=SizeRoundingBehavior.NONE), argument, "bytes", "Size.bytes(...)")


def mebibytes(size: Size, argument: str) -> int | float:
    """Give a size in MiB, for a property that counts whole MiB; see `seconds`."""
    _require(size, Size, argument, "Size.mebibytes(...)")
    convert = partial(size.to_mebibytes, rounding=SizeRoundingBehavior.NONE)
    return _whole(size, convert, argument, "MiB", "Size.mebibytes(...)")


def fractional_mebibytes(size: Size, argument: str) -> int | float:
    """Give a size in MiB, for a property that takes fractions.

    Raises:
        TypeError: it is no size.
        ValueError: it is a token of another unit.
    """
    _require(size, Size, argument, "Size.mebibytes(...)")
    convert = partial(size.to_mebibytes, rounding=SizeRoundingBehavior.NONE)
    return _converted(size, convert, argument, "MiB", "Size.mebibytes(...)")


def text(number: float) -> str:
    """Write a number where CloudFormation wants a string, as in the parameters of a Firehose processor."""
    return Token.as_string(number) if is_token(number) else f"{number:.15g}"


def known(value: Any, references: Mapping[str, Reference] = NO_REFERENCES) -> Any:
    """Replace what cannot be known yet, so that a rule never takes a token for a value.

    Args:
        value: properties as they are handed to the CDK, tokens inside.
        references: token text to the resource and attribute it stands for.

    Returns:
        The same shape with `Reference`, `Text` and `Undecided` in the places of tokens.
    """
    if isinstance(value, str):
        return _known_text(value, references)
    if isinstance(value, Mapping):
        return {name: known(item, references) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [known(item, references) for item in value]
    return TOKEN if is_token(value) else value


def _known_text(value: str, references: Mapping[str, Reference]) -> Any:
    if not is_token(value):
        return value
    parts = tuple(
        references.get(part, TOKEN) if TOKEN_IN_TEXT.fullmatch(part) else part
        for part in TOKEN_IN_TEXT.split(value)
        if part
    )
    return parts[0] if len(parts) == 1 else Text(parts)


def _require(value: object, wanted: type, argument: str, form: str) -> None:
    if not isinstance(value, wanted):
        raise TypeError(f"{argument} must have a unit, given {value!r}: write it as {form}")


def _whole(given: Duration | Size, convert: Callable[[], float], argument: str, unit: str, form: str) -> int | float:
    number = _converted(given, convert, argument, unit, form)
    if is_token(number):
        return number
    if number != int(number):
        raise ValueError(f"{argument} must be a whole number of {unit}, given {number:g}")
    return int(number)


def _converted(
    given: Duration | Size, convert: Callable[[], float], argument: str, unit: str, form: str
) -> int | float:
    known = _CONVERTED.setdefault(given, {})
    if unit in known:
        return known[unit]
    try:
        return known.setdefault(unit, convert())
    except RuntimeError as error:
        raise ValueError(f"{argument} holds a token, which cannot be converted: write it as {form}") from error
