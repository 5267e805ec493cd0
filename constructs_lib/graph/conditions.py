"""The conditions of a template: their expressions, and what follows from what has been decided."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

PSEUDO = "AWS::"
PSEUDO_NAME = "AWS__"
UNKNOWN = ast.Name(id="_")
LONGEST_CHAIN = 50
"""Conditions that name one another; what is longer is not followed."""


class ParameterFacts(NamedTuple):
    """What a template says of one parameter."""

    name: str
    type: str
    default: str | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Every condition and parameter of one template.

    Attributes:
        expressions: condition name to its expression, such as `Equals(Param(Mode), "ON_DEMAND")`.
        parameters: parameter name to its facts.
    """

    expressions: Mapping[str, ast.expr] = field(default_factory=dict)
    parameters: Mapping[str, ParameterFacts] = field(default_factory=dict)

    def holds(self, name: str, decided: Mapping[str, bool], values: Mapping[str, str]) -> bool | None:
        """Tell whether a condition holds, given other conditions and parameter values.

        Returns:
            `None` when that does not follow.
        """
        return self._holds(name, decided, values, {})

    def follows(self, name: str, decided: Mapping[str, bool], values: Mapping[str, str]) -> bool | None:
        """Tell whether a condition's expression is true, whatever has been decided of the condition itself."""
        others = {key: value for key, value in decided.items() if key != name}
        return self.holds(name, others, values)

    def pinned(self, name: str, outcome: bool) -> Mapping[str, str]:
        """Name the parameter values that a condition's outcome forces."""
        return self._pinned_by(name, outcome, set())

    def _pinned_by(self, name: str, outcome: bool, followed: set[tuple[str, bool]]) -> Mapping[str, str]:
        expression = self.expressions.get(name)
        if expression is None or (name, outcome) in followed:
            return {}
        followed.add((name, outcome))
        return self._pinned(expression, outcome, followed)

    def _pinned(self, node: ast.expr, outcome: bool, followed: set[tuple[str, bool]]) -> Mapping[str, str]:
        function, arguments = call(node)
        if function == "Not":
            return self._pinned(arguments[0], not outcome, followed)
        if function == "Condition" and isinstance(arguments[0], ast.Name):
            return self._pinned_by(arguments[0].id, outcome, followed)
        if (function == "And" and outcome) or (function == "Or" and not outcome):
            return {key: value for part in arguments for key, value in self._pinned(part, outcome, followed).items()}
        if function == "Equals":
            return self._pinned_by_equality(arguments, outcome)
        return {}

    def _pinned_by_equality(self, sides: list[ast.expr], outcome: bool) -> Mapping[str, str]:
        for side, other in (sides, sides[::-1]):
            name, literal = parameter_name(side), literal_text(other)
            if name is None or literal is None:
                continue
            if outcome:
                return {name: literal}
            facts = self.parameters.get(name)
            rest = [value for value in facts.allowed if value != literal] if facts else []
            if len(rest) == 1:
                return {name: rest[0]}
        return {}

    def _holds(
        self, name: str, decided: Mapping[str, bool], values: Mapping[str, str], known: dict[str, bool | None]
    ) -> bool | None:
        """Evaluate each condition once: those that name others twice would double the work with every step."""
        if name in decided:
            return decided[name]
        if name not in known:
            expression = self.expressions.get(name)
            known[name] = None if expression is None else self._evaluate(expression, decided, values, known)
        return known[name]

    def _evaluate(
        self, node: ast.expr, decided: Mapping[str, bool], values: Mapping[str, str], known: dict[str, bool | None]
    ) -> bool | None:
        function, arguments = call(node)
        if function == "Condition" and isinstance(arguments[0], ast.Name):
            return self._holds(arguments[0].id, decided, values, known)
        if function == "Not":
            inner = self._evaluate(arguments[0], decided, values, known)
            return None if inner is None else not inner
        if function in {"And", "Or"}:
            parts = [self._evaluate(part, decided, values, known) for part in arguments]
            decisive = function == "Or"
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        if function == "Equals":
            left, right = (self._text(side, values) for side in arguments)
            return None if left is None or right is None else left == right
        return None

    def _text(self, node: ast.expr, values: Mapping[str, str]) -> str | None:
        name = parameter_name(node)
        return literal_text(node) if name is None else values.get(name)


def parse_expression(text: str) -> ast.expr:
    """Read an expression as the template model prints it; what cannot be read is unknown."""
    try:
        return ast.parse(text.replace(PSEUDO, PSEUDO_NAME).replace("?", "_"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNKNOWN


def without_circles(expressions: Mapping[str, ast.expr]) -> dict[str, ast.expr]:
    """Give up the expressions of conditions that lead back to themselves, which CloudFormation refuses."""
    named = {name: named_in(expression) for name, expression in expressions.items()}
    return {name: UNKNOWN if leads_back(name, named) else expression for name, expression in expressions.items()}


def named_in(expression: ast.expr) -> set[str]:
    """The conditions that an expression names."""
    calls = (call(node) for node in ast.walk(expression) if isinstance(node, ast.Call))
    return {found[0].id for function, found in calls if function == "Condition" and isinstance(found[0], ast.Name)}


def leads_back(name: str, named: Mapping[str, set[str]]) -> bool:
    """Tell whether a condition is reached from itself, or stands at the head of too long a chain."""
    seen: set[str] = set()
    reached = named[name]
    for _ in range(LONGEST_CHAIN):
        if not reached:
            return False
        if name in reached:
            return True
        seen |= reached
        reached = {after for each in reached for after in named.get(each, ())} - seen
    return True


def call(node: ast.expr) -> tuple[str | None, list[ast.expr]]:
    """Split `Name(argument, ...)`; `(None, [])` for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        return node.func.id, node.args
    return None, []


def parameter_name(node: ast.expr) -> str | None:
    """The name in `Param(Name)`, or that of a pseudo parameter."""
    if isinstance(node, ast.Name) and node.id.startswith(PSEUDO_NAME):
        return node.id.replace(PSEUDO_NAME, PSEUDO)
    function, arguments = call(node)
    return arguments[0].id if function == "Param" and isinstance(arguments[0], ast.Name) else None


def literal_text(node: ast.expr) -> str | None:
    """The text of a literal; CloudFormation compares everything as text."""
    return str(node.value) if isinstance(node, ast.Constant) else None
