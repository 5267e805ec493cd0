"""Compare a value of a template with the one that runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.graph import Reference, Text, Undecided
from constructs_lib.graph.readers.account import ANY_ACCOUNT, ANY_REGION, Place
from constructs_lib.graph.values import Choice, Import, Lookup, OneOf, Parameter

UNKNOWN = (Undecided, Import, Choice, OneOf, Lookup, Text)
"""Values of a template that only its deployment knows."""
KEYS = ("Name", "ParameterName", "Id", "Key", "AttributeName", "Type")
"""What tells the items of a list from one another, whatever their order."""
SET = "set"
NAMES_NOTHING = (None, False, 0, "", "false")


@dataclass(frozen=True, slots=True)
class Difference:
    """A property that runs otherwise than the template sets it; both values as text."""

    path: str
    template: str
    live: str


@dataclass(frozen=True, slots=True)
class Known:
    """What references of a template stand for.

    Attributes:
        names: logical id to physical name.
        arns: logical id to ARN.
        place: where it runs.
        parameters: of the stack, name to value.
    """

    names: Mapping[str, str]
    arns: Mapping[str, str]
    place: Place
    parameters: Mapping[str, str] = field(default_factory=dict)

    def values(self, reference: Reference) -> set[str]:
        """What a reference may stand for; empty where that is not known."""
        found = (self.names.get(reference.target), self.arns.get(reference.target))
        return {each for each in found if each}


def differences(template: Any, live: Any, known: Known, path: str = "") -> Iterator[Difference]:
    """Find what runs otherwise, as far as both sides are known."""
    if isinstance(template, Parameter):
        value = known.parameters.get(template.name)
        template = value.split(",") if value is not None and isinstance(live, list) else value
    if template is None or isinstance(template, UNKNOWN) or isinstance(live, Undecided):
        return
    if isinstance(template, Reference):
        values = known.values(template)
        if values and not any(is_same(value, live, known.place) for value in values):
            yield Difference(path, min(sorted(values), key=len), shown(live))
    elif isinstance(template, Mapping):
        inner = live if isinstance(live, Mapping) else {}
        found = [
            each
            for key, value in template.items()
            for each in differences(value, inner.get(key), known, f"{path}.{key}" if path else key)
        ]
        yield from found if live is not None else [Difference(path, SET, shown(live)) for _ in found[:1]]
    elif isinstance(template, list | tuple):
        yield from list_differences(template, live if isinstance(live, list) else [], known, path)
    elif not is_same(template, live, known.place):
        yield Difference(path, shown(template), shown(live))


def list_differences(template: Sequence[Any], live: list[Any], known: Known, path: str) -> Iterator[Difference]:
    """Compare lists: named items by name, plain values in any order, others one by one."""
    key = next((key for key in KEYS if template and all(isinstance(i, Mapping) and key in i for i in template)), None)
    if key is not None:
        items = {str(item.get(key)): item for item in live if isinstance(item, Mapping)}
        for item in template:
            if isinstance(item[key], str):
                yield from differences(item, items.get(item[key], {}), known, f"{path}[{item[key]}]")
    elif any(not isinstance(item, str | int | float | bool) for item in template):
        if len(template) != len(live):
            yield Difference(path, f"{len(template)} items", f"{len(live)} items")
            return
        for place, (wanted, found) in enumerate(zip(template, live, strict=True)):
            yield from differences(wanted, found, known, f"{path}[{place}]")
    elif sorted(map(str, template)) != sorted(map(str, live)):
        yield Difference(path, shown(sorted(map(str, template))), shown(live))


def is_same(template: Any, live: Any, place: Place) -> bool:
    """Tell whether two plain values are the same, however they are written."""
    if template == live or str(template).lower() == str(live).lower():
        return True
    if live is None:
        return template in NAMES_NOTHING
    if isinstance(live, bool):
        return False
    try:
        return float(template) == float(live)
    except (TypeError, ValueError):
        return same_text(str(template), str(live), place)


def same_text(template: str, live: str, place: Place) -> bool:
    """Compare texts; a name stands for the ARN that ends with it, and a pseudo parameter for what is here."""
    wanted, found = place.anywhere(template), place.anywhere(live)
    if wanted == found or (live.startswith("arn:") and live.endswith((f":{template}", f"/{template}"))):
        return True
    return ANY_REGION in template or ANY_ACCOUNT in template


def shown(value: Any) -> str:
    """Write a value for people."""
    return "not set" if value is None else str(value)
