"""One consistent way in which a template's conditions and parameters may fall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from constructs_lib.graph.conditions import Conditions, ParameterFacts

MOST_SCENARIOS = 64

T = TypeVar("T")
Key = tuple[str, str, str]
"""What is decided: (template, `condition` or `parameter`, name)."""


class TooManyScenarios(Exception):
    """More combinations of conditions are in play than are looked at."""


@dataclass
class Scenario:
    """The decisions taken so far, and those taken only when they are first needed.

    A rule is run again for each way a condition that it looked at may fall. What contradicts an earlier decision is
    never tried: a parameter that a condition pins, or a condition that others imply.
    """

    script: Sequence[object] = ()
    taken: list[tuple[Key, object, tuple[object, ...]]] = field(default_factory=list)
    _conditions: dict[str, dict[str, bool]] = field(default_factory=dict)
    _values: dict[str, dict[str, str]] = field(default_factory=dict)

    def holds(self, template: str, conditions: Conditions, name: str) -> bool:
        """Decide a condition."""
        decided = self._conditions.setdefault(template, {})
        values = self._values.setdefault(template, {})
        known = conditions.holds(name, decided, values)
        if known is None:
            options = [way for way in (True, False) if self._consistent(template, conditions, name, way)] or [True]
            known = bool(self._take((template, "condition", name), options))
        decided[name] = known
        for parameter, value in conditions.pinned(name, known).items():
            values.setdefault(parameter, value)
        return known

    def value(self, template: str, conditions: Conditions, facts: ParameterFacts) -> str | None:
        """Decide a parameter.

        Returns:
            Its value, or `None` when nothing says what it will be.
        """
        values = self._values.setdefault(template, {})
        if facts.name in values:
            return values[facts.name]
        options = [
            option
            for option in facts.allowed or ((facts.default,) if facts.default is not None else ())
            if self._fits(template, conditions, {**values, facts.name: option})
        ]
        if not options:
            return None
        values[facts.name] = str(self._take((template, "parameter", facts.name), options))
        return values[facts.name]

    def pick(self, template: str, path: str, count: int) -> int:
        """Decide which of several possible values stands at a path."""
        return int(str(self._take((template, "option", path), list(range(count)))))

    def _consistent(self, template: str, conditions: Conditions, name: str, way: bool) -> bool:
        pinned = conditions.pinned(name, way)
        values = self._values.get(template, {})
        if any(values.get(parameter, value) != value for parameter, value in pinned.items()):
            return False
        return self._fits(template, conditions, {**values, **pinned}, {name: way})

    def _fits(
        self, template: str, conditions: Conditions, values: dict[str, str], more: dict[str, bool] | None = None
    ) -> bool:
        decided = {**self._conditions.get(template, {}), **(more or {})}
        return all(conditions.follows(name, decided, values) in {None, way} for name, way in decided.items())

    def _take(self, key: Key, options: Sequence[object]) -> object:
        for taken, option, _ in self.taken:
            if taken == key:
                return option
        position = sum(1 for _, _, others in self.taken if others)
        others = tuple(options[1:])
        choice = options[0]
        if others and position < len(self.script):
            choice = self.script[position]
            others = tuple(option for option in options if option != choice)
        self.taken.append((key, choice, others))
        return choice

    @property
    def untouched(self) -> bool:
        """Whether nothing has been asked yet that a condition or parameter decides."""
        return not (self.taken or self._conditions or self._values)

    @property
    def branches(self) -> list[tuple[Key, object, tuple[object, ...]]]:
        """The decisions that could have fallen otherwise."""
        return [step for step in self.taken if step[2]]

    def describe(self) -> str:
        """Say which decisions this scenario took: `Prod is true and Mode is ON_DEMAND`."""
        return " and ".join(
            f"{key[2]} is {str(choice).lower() if isinstance(choice, bool) else choice}"
            for key, choice, _ in self.branches
            if key[1] != "option"
        )


def explore(run: Callable[[Scenario], T], first: Scenario | None = None) -> Iterator[tuple[Scenario, T]]:
    """Run something under every scenario that it can tell apart.

    Args:
        run: reads values under the scenario it is given; the same decisions must lead to the same questions.
        first: the scenario to begin with, untouched and without a script; a new one by default.

    Yields:
        Each scenario with what the run returned.

    Raises:
        TooManyScenarios: after `MOST_SCENARIOS`.
    """
    waiting: list[list[object]] = [[]]
    count = 0
    while waiting:
        script = waiting.pop()
        count += 1
        if count > MOST_SCENARIOS:
            raise TooManyScenarios
        scenario = first if first and count == 1 else Scenario(script=script)
        yield scenario, run(scenario)
        branches = scenario.branches
        for position in range(len(branches) - 1, len(script) - 1, -1):
            chosen = [choice for _, choice, _ in branches[:position]]
            waiting.extend([*chosen, other] for other in branches[position][2])
