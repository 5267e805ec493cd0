"""Tie the values that the model lists for a text to the parameters that decide between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations, product

from constructs_lib.graph.conditions import ParameterFacts
from constructs_lib.graph.values import Lookup, Node, OneOf, Text

MOST_PARAMETERS = 3


def tied(parameters: Sequence[ParameterFacts], options: Sequence[Node]) -> Node:
    """Say which value stands where for which values of the parameters, so that all places agree.

    Args:
        parameters: those with allowed values that the text holds.
        options: what the text may be: every combination of these.

    Returns:
        One of the values, with nothing that decides between them, where that cannot be told.
    """
    if 0 < len(parameters) <= MOST_PARAMETERS:
        for order in permutations(parameters):
            combinations = list(product(*(facts.allowed for facts in order)))
            if len(combinations) != len(options):
                break
            if len(order) == 1 or all(map(holds, options, combinations)):
                return nested(order, options)
    return OneOf(tuple(options))


def holds(option: Node, values: Iterable[str]) -> bool:
    """Tell whether a text holds each of some values."""
    parts = option.parts if isinstance(option, Text) else (option,)
    text = "".join(part for part in parts if isinstance(part, str))
    return all(value in text for value in values)


def nested(order: Sequence[ParameterFacts], options: Sequence[Node]) -> Node:
    """Look the options up by one parameter after the other; the last changes fastest."""
    if not order:
        return options[0]
    share = len(options) // len(order[0].allowed)
    return Lookup(
        order[0].name,
        {value: nested(order[1:], options[at * share :][:share]) for at, value in enumerate(order[0].allowed)},
    )
