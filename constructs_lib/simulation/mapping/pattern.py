"""Event patterns, as Lambda's filters and EventBridge write them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from constructs_lib.simulation.errors import InvalidDefinition, UnsupportedFeature

ABSENT = object()
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Test = Callable[[object], bool]


class Pattern:
    """A compiled pattern: every field has to match, and of each field one of its alternatives.

    Raises:
        InvalidDefinition: it is not an event pattern.
        UnsupportedFeature: it uses an operator that Lambda's filters do not know.

    Source: AWS Lambda Developer Guide, Control which events Lambda sends to your function (filter rule syntax)
    """

    def __init__(self, pattern: object) -> None:
        if not isinstance(pattern, dict):
            raise InvalidDefinition(f"filter pattern {pattern!r} is not an object")
        self._alternatives: list[Pattern] = []
        self._nested: dict[str, Pattern] = {}
        self._leaves: dict[str, Test] = {}
        for name, value in pattern.items():
            if name == "$or":
                self._alternatives = [Pattern(each) for each in sequence(value, name)]
            elif isinstance(value, dict):
                self._nested[name] = Pattern(value)
            else:
                self._leaves[name] = any_of(sequence(value, name))

    def matches(self, event: object) -> bool:
        """Tell whether an event matches; of a list, whether one member does."""
        if isinstance(event, list):
            return any(self.matches(member) for member in event)
        fields = event if isinstance(event, dict) else {}
        return (
            all(any(test(value) for value in leaves(fields, name)) for name, test in self._leaves.items())
            and all(pattern.matches(fields.get(name)) for name, pattern in self._nested.items())
            and (not self._alternatives or any(pattern.matches(event) for pattern in self._alternatives))
        )


def sequence(value: object, name: str) -> list[Any]:
    """Read a list of alternatives."""
    if not isinstance(value, list) or not value:
        raise InvalidDefinition(f"filter pattern field {name} is {value!r}; write a list of alternatives")
    return value


def leaves(fields: Mapping[str, Any], name: str) -> Iterable[object]:
    """Read the values of a field: `ABSENT` where there is none, each member of a list."""
    value = fields.get(name, ABSENT)
    if isinstance(value, list):
        return value or (ABSENT,)
    return (value,)


def leaf_test(alternative: object) -> Test:
    """Compile one alternative of a field: a value or an operator."""
    if isinstance(alternative, list):
        raise InvalidDefinition(f"filter pattern alternative {alternative!r} is a list; write a value or an operator")
    if not isinstance(alternative, dict):
        return lambda value: same(value, alternative)
    if len(alternative) != 1:
        raise InvalidDefinition(f"filter pattern alternative {alternative!r} needs exactly one operator")
    ((name, argument),) = alternative.items()
    if name not in OPERATORS:
        raise UnsupportedFeature(f"filter operator {name} is not simulated; use one of {', '.join(OPERATORS)}")
    return OPERATORS[name](argument)


def same(value: object, expected: object) -> bool:
    """Compare JSON values: `true` is not 1, 1 is 1.0."""
    if isinstance(value, bool) or isinstance(expected, bool):
        return value is expected
    return type(value) in (int, float, str, type(None)) and value == expected


def exists(argument: object) -> Test:
    """Match a field that is there, or is not."""
    return lambda value: (value is not ABSENT and not isinstance(value, dict)) is bool(argument)


def anything_but(argument: object) -> Test:
    """Match a present value that no alternative matches."""
    test = any_of(argument if isinstance(argument, list) else [argument])
    return lambda value: value is not ABSENT and not test(value)


def on_text(compare: Callable[[str, str], bool]) -> Callable[[object], Test]:
    """Make an operator that compares texts."""

    def make(argument: object) -> Test:
        if not isinstance(argument, str):
            raise InvalidDefinition(f"filter operand {argument!r} is not text")
        return lambda value: isinstance(value, str) and compare(value, argument)

    return make


def numeric(argument: object) -> Test:
    """Match a number inside one or two bounds, such as `[">", 0, "<=", 5]`."""
    if not isinstance(argument, list) or not argument or len(argument) % 2:
        raise InvalidDefinition(f"numeric filter {argument!r} is not pairs of a comparison and a number")
    bounds = [bound(*pair) for pair in zip(argument[::2], argument[1::2], strict=True)]

    def test(value: object) -> bool:
        return (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and all(compare(value, most) for compare, most in bounds)
        )

    return test


def bound(comparison: object, most: object) -> tuple[Callable[[float, float], bool], float]:
    """Read one bound of a numeric filter."""
    if not isinstance(comparison, str) or comparison not in COMPARISONS or not isinstance(most, (int, float)):
        raise InvalidDefinition(f"numeric filter has {comparison!r} {most!r}; use one of {', '.join(COMPARISONS)}")
    return COMPARISONS[comparison], most


OPERATORS: Mapping[str, Callable[[Any], Test]] = {
    "exists": exists,
    "anything-but": anything_but,
    "prefix": on_text(str.startswith),
    "suffix": on_text(str.endswith),
    "equals-ignore-case": on_text(lambda value, expected: value.lower() == expected.lower()),
    "numeric": numeric,
}


def any_of(alternatives: Sequence[object]) -> Test:
    """Compile the alternatives of a field."""
    tests = [leaf_test(each) for each in alternatives]
    return lambda value: any(test(value) for test in tests)
