"""Texts that are known in part: what no other part can mend."""

from __future__ import annotations

import re

from constructs_lib.graph import Value
from constructs_lib.limits import Kind, Limit

ONE_KIND = re.compile(r"\^?(?P<characters>\[(?:\\.|[^\]\\])+\]|\\S)[+*]\$?")
"""A pattern that allows the same characters everywhere."""


def given_in_part(limit: Limit, value: Value) -> str | None:
    """Say which known piece of a text breaks a limit of its length or characters, whatever the other pieces hold.

    Returns:
        `None` when none does, and for texts that are known in full.
    """
    if not value.undecided:
        return None
    known = [piece for piece in value.parts if isinstance(piece, str)]
    if limit.kind is Kind.LENGTH and limit.maximum is not None:
        length = sum(map(len, known))
        return f"at least {length} characters" if length > limit.maximum else None
    allowed = ONE_KIND.fullmatch(limit.pattern or "") if limit.kind is Kind.PATTERN else None
    if allowed is None:
        return None
    return next((repr(piece) for piece in known if not re.fullmatch(f"{allowed['characters']}*", piece)), None)
