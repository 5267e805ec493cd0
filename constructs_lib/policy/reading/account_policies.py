"""Read the settings that an account policy of CloudWatch Logs holds as JSON in a string."""

from __future__ import annotations

import json
from collections.abc import Iterator

from constructs_lib.graph import Reference, ResourceView, Value
from constructs_lib.graph.values import Node, Text, Undecided

ACCOUNT_POLICY = "AWS::Logs::AccountPolicy"
SUBSCRIPTION = "SUBSCRIPTION_FILTER_POLICY"
DOCUMENT = "PolicyDocument"
MARK = "\N{NULL}"
"""Stands before and after the number of a piece that is no text; no JSON contains it."""


def subscriptions(policy: ResourceView) -> Iterator[Value]:
    """The settings of an account policy that subscribes to every log group; nothing for text that is no JSON."""
    document = policy[DOCUMENT]
    if policy["PolicyType"].undecided or policy["PolicyType"].text != SUBSCRIPTION or document.absent:
        return
    if isinstance(document.node, Undecided):
        return
    pieces = document.parts
    text = "".join(piece if isinstance(piece, str) else f"{MARK}{place}{MARK}" for place, piece in enumerate(pieces))
    try:
        settings = json.loads(text, strict=False)
    except ValueError:
        return
    if isinstance(settings, dict):
        held = {key: restored(value, pieces) for key, value in settings.items() if isinstance(value, str)}
        yield Value((DOCUMENT,), held, policy)


def restored(text: str, pieces: tuple[str | Reference | Undecided, ...]) -> Node:
    """Put what is no text back into its place."""
    parts = [pieces[int(part)] if place % 2 else part for place, part in enumerate(text.split(MARK))]
    kept = tuple(part for part in parts if part != "")
    if len(kept) == 1 and not isinstance(kept[0], str):
        return kept[0]
    return Text(kept) if any(not isinstance(part, str) for part in kept) else text
