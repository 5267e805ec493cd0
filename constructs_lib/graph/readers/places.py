"""Where the resources of a template in JSON and their properties stand, found when somebody asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from json import decoder
from typing import NamedTuple

step_over = json.JSONDecoder().raw_decode
"""Finds the end of a value, much faster than anything written here."""
SPACE = re.compile(r"\s*")
RESOURCES = "Resources"


class Place(NamedTuple):
    """A place in a file; line and column count from 1, the column in bytes, as AWS's reader counts."""

    line: int
    column: int

    def after(self, passed: str) -> Place:
        """The place behind a text that begins here."""
        lines = passed.count("\n")
        width = len(passed[passed.rfind("\n") + 1 :].encode())
        return Place(self.line + lines, 1 + width) if lines else Place(self.line, self.column + width)


class Part(NamedTuple):
    """A part of an object or list.

    Attributes:
        name: its key, or its position in a list.
        at: where it begins; in an object, where its key does.
        value: where its value begins.
    """

    name: str
    at: int
    value: int


class Places:
    """The places in one template."""

    def __init__(self, text: str) -> None:
        """Remember the text, which has been read as JSON already."""
        self.text = text

    def find(self, path: str) -> Place | None:
        """Find a part, or the nearest one that encloses it and has a place: numbers in lists have none.

        Args:
            path: such as `Resources/Orders/Properties/Name`.
        """
        _, logical_id, below = (*path.split("/", 2), "")[:3]
        if logical_id not in self.resources:
            return None
        resource, place = self.resources[logical_id]
        return place.after(self.text[resource.at : nearest(self.text, resource, below).at])

    @cached_property
    def resources(self) -> dict[str, tuple[Part, Place]]:
        """Every resource by its logical id: each question is about one of them."""
        found: dict[str, tuple[Part, Place]] = {}
        start, place = 0, Place(1, 1)
        for section in parts(self.text, after_space(self.text, 0)):
            for resource in parts(self.text, section.value) if section.name == RESOURCES else ():
                start, place = resource.at, place.after(self.text[start : resource.at])
                found[resource.name] = resource, place
        return found


def nearest(text: str, part: Part, path: str) -> Part:
    """Follow a path below a part, as far as there are places; keys may hold what divides a path."""
    while path and text[part.value] in "{[":
        for inner in parts(text, part.value):
            if f"{path}/".startswith(f"{inner.name}/"):
                break
        else:
            return part
        if text[part.value] == "[" and text[inner.value] not in '{["':
            return part
        part, path = inner, path[len(inner.name) + 1 :]
    return part


def parts(text: str, start: int) -> Iterator[Part]:
    """The parts of the object or list that starts at a place."""
    listed = text[start] == "["
    at = after_space(text, start + 1)
    if text[at] in "]}":
        return
    for position in count():
        name, end = (str(position), at) if listed else decoder.scanstring(text, at + 1)  # type: ignore[attr-defined]
        value = at if listed else after_space(text, after_space(text, end) + 1)
        yield Part(name, at, value)
        at = after_space(text, step_over(text, value)[1])
        if text[at] != ",":
            return
        at = after_space(text, at + 1)


def after_space(text: str, at: int) -> int:
    """The next place with something else than space."""
    return SPACE.match(text, at).end()  # type: ignore[union-attr]
