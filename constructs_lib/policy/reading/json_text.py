"""Open a JSON document that a template holds as text, as CloudFormation lets it for policies."""

from __future__ import annotations

import json
from collections.abc import Sequence

from constructs_lib.graph import Value, once
from constructs_lib.graph.values import Node, Reference, Text, Undecided

MARK = "\N{NULL}"
"""Stands before and after the number of a piece that is no text; no JSON contains it."""
UNREADABLE = Undecided("the document is a text that is not JSON before deployment")
Piece = str | Reference | Undecided


@once
def opened(document: Value) -> Value:
    """A document as an object, also where it is written as JSON text, with references between its characters.

    Returns:
        The value itself when it is no text; an undecided one when the text is no JSON.
    """
    if not isinstance(document.node, str | Text):
        return document
    pieces = document.parts
    text = "".join(piece if isinstance(piece, str) else f"{MARK}{place}{MARK}" for place, piece in enumerate(pieces))
    try:
        node = restored(json.loads(text, strict=False), pieces)
    except (ValueError, RecursionError):
        node = UNREADABLE
    return Value(document.path, node, document.owner)


def restored(node: object, pieces: Sequence[Piece]) -> Node:
    """Put what is no text back into its place."""
    if isinstance(node, str):
        return joined([pieces[int(part)] if place % 2 else part for place, part in enumerate(node.split(MARK))])
    if isinstance(node, dict):
        return {str(key): restored(value, pieces) for key, value in node.items()}
    if isinstance(node, list):
        return [restored(item, pieces) for item in node]
    return node if isinstance(node, int | float) else None


def joined(parts: Sequence[Piece]) -> Node:
    """One value of several pieces."""
    kept = tuple(part for part in parts if part != "")
    if len(kept) == 1:
        return kept[0]
    return Text(kept) if any(not isinstance(part, str) for part in kept) else "".join(map(str, kept))
