"""What a rule asks a resource first, found out by showing it one of which nothing is written.

A rule answers by what it reads alone. One that has nothing to say of such a resource, after it has asked for some
properties, has nothing to say of any other that lacks all of these, and need not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn, cast

from constructs_lib.graph import ResourceView, Value
from constructs_lib.graph.patterns import names_of, steps_of
from constructs_lib.policy.rule import Rule

EVERYTHING = ("",)


def asked(rule: Rule, type: str) -> tuple[str, ...]:
    """Find the property patterns without which a rule has nothing to say.

    Args:
        rule: one that says nothing of it itself.
        type: CloudFormation type of the resources.

    Returns:
        `EVERYTHING` for a rule that finds something where nothing is written, or that looks at more than properties.
    """
    questions = Questions()
    blank = cast("Any", Blank(type))
    questions.owner = ResourceView(blank, blank, {(): questions})
    try:
        silent = not any(True for _ in rule.check(questions.owner))
    except (Exception, LooksFurther):
        return EVERYTHING
    return tuple(questions.patterns) if silent and questions.patterns else EVERYTHING


class LooksFurther(BaseException):
    """A rule looks at something else than the properties of its resource; no rule can hide that it does."""


class Blank:
    """Stands for a resource, and for what it is seen together with; nobody can ask anything but the type."""

    def __init__(self, type: str) -> None:
        self.type = type

    def __getattr__(self, name: str) -> NoReturn:
        raise LooksFurther(name)


class Questions:
    """Stands for all properties of a resource: answers that none is there, and remembers which were asked for.

    Attributes:
        owner: the view of the resource.
        patterns: of the properties; in order, once each.
    """

    owner: ResourceView

    def __init__(self) -> None:
        self.patterns: dict[str, None] = {}

    def __getitem__(self, path: str) -> Value:
        """Answer that a property is absent."""
        self.patterns[path] = None
        return Value(names_of(path), None, self.owner)

    def each(self, pattern: str) -> Iterator[Value]:
        """Answer that no property is reached.

        Raises:
            ValueError: it is no pattern.
        """
        steps_of(pattern)
        self.patterns[pattern] = None
        return iter(())

    def __getattr__(self, name: str) -> NoReturn:
        raise LooksFurther(name)
