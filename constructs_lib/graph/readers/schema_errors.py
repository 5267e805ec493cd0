"""What does not keep a JSON Schema, each in one sentence with a suggestion."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from constructs_lib.graph.readers.document import Document, Path

if TYPE_CHECKING:
    from jsonschema import ValidationError

KINDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}
TYPES: Mapping[str, tuple[type, ...]] = {"object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,)}
BOUNDS = {"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "above"}
MOST_LISTED = 12
"""Names that are listed in a sentence; more help nobody."""


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One part of a document that does not keep the schema.

    Attributes:
        path: of the part.
        text: what is wrong, in one sentence.
        given: the value, as text, where it is a scalar.
        allowed: what would be right, as text.
    """

    path: Path
    text: str
    given: str | None = None
    allowed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one kind of document.

    Attributes:
        whole: the document itself: `a profile`.
        wrong_version: what to say of a version that this release does not read.
        patterns: pattern to what a text is not that fails it: `no date; write it as 2026-12-31`.
        quantities: patterns of quantities: a number in their place lacks its unit.
    """

    whole: str
    wrong_version: str
    patterns: Mapping[str, str] = field(default_factory=dict)
    quantities: frozenset[str] = frozenset()

    def name_of(self, path: Path) -> str:
        """Name a part of the document."""
        names = [str(key) for key in path if isinstance(key, str)]
        return names[-1] if names else self.whole


def said(document: Document, error: ValidationError, wording: Wording) -> Iterator[SchemaError]:
    """Say one thing that does not keep the schema."""
    path, given = tuple(error.absolute_path), cast("Any", error.instance)
    wanted, schema = cast("Any", error.validator_value), cast("Any", error.schema)
    match error.validator:
        case "additionalProperties":
            known = schema.get("properties", {})
            for key in sorted(set(given) - set(known)):
                yield SchemaError((*path, key), f"{key} is unknown{suggestion(key, known)}", key, listed(known))
        case "enum":
            path = (*path, given) if isinstance(given, str) and given in keys(document, path) else path
            yield SchemaError(
                path, f"{given!r} is not allowed{suggestion(str(given), wanted)}", f"{given}", listed(wanted)
            )
        case "anyOf":
            branches = [each.get("type") for each in wanted]
            chosen = next((at for at, kind in enumerate(branches) if isinstance(given, TYPES.get(kind, ()))), 0)
            for inner in error.context or ():
                if inner.schema_path[0] == chosen:
                    yield from said(document, inner, wording)
        case "oneOf" if not isinstance(given, dict):
            return  # that it is no mapping is told by another error
        case "oneOf":
            names = [name for branch in wanted for name in branch["required"]]
            found = [name for name in names if name in given]
            fault = (
                f"only one of {' and '.join(found)} can be given"
                if found
                else f"one of {', '.join(names)} must be given"
            )
            yield SchemaError((*path, found[-1]) if found else path, fault, None, listed(names))
        case _:
            path = (*path, given) if isinstance(given, str) and given in keys(document, path) else path
            yield SchemaError(path, sentence(error, wanted, wording, path), scalar(given))


def sentence(error: ValidationError, wanted: Any, wording: Wording, path: Path) -> str:
    """Say what is wrong with one part."""
    given, name = cast("Any", error.instance), wording.name_of(path)
    match error.validator:
        case "required":
            return f"{next(key for key in wanted if error.message.startswith(repr(key)))} must be given"
        case "type" if isinstance(given, int | float) and (form := pattern_of(error)) in wording.quantities:
            return f"{given} is {wording.patterns[form]}"
        case "type":
            wanted = wanted[0] if isinstance(wanted, list) else wanted
            hint = "; put it in quotes" if wanted == "string" and isinstance(given, int | float) else ""
            return f"{name} must be {KINDS[wanted]}{hint}"
        case "const":
            return f"{wording.wrong_version}, given {given!r}"
        case "pattern":
            return f"{given!r} is {wording.patterns[wanted]}" if wanted in wording.patterns else error.message
        case "minLength" | "minItems" | "minProperties":
            return f"{name} must not be empty"
        case "minimum" | "maximum" | "exclusiveMinimum":
            return f"{name} is {given}; it must be {BOUNDS[error.validator]} {wanted}"
        case "uniqueItems":
            return f"{name} has something twice"
        case _:
            return error.message


def pattern_of(error: ValidationError) -> str:
    """The pattern that a text in this place would have to match."""
    found: str = cast("Any", error.schema).get("pattern", "")
    return found


def scalar(value: Any) -> str | None:
    """Write a value that is no mapping and no list."""
    return None if isinstance(value, dict | list) else str(value)


def keys(document: Document, path: Path) -> set[str]:
    """The keys of the mapping at a path."""
    node: Any = document.value
    for key in path:
        node = node[key]
    return set(node) if isinstance(node, dict) else set()


def listed(known: Iterable[Any]) -> str | None:
    """List what there is, unless it is too much to read."""
    names = list(map(str, known))
    return ", ".join(names) if 0 < len(names) <= MOST_LISTED else None


def suggestion(given: str, known: Iterable[Any]) -> str:
    """Suggest what was probably meant, or list what there is."""
    names = list(map(str, known))
    close = difflib.get_close_matches(given, names, n=1) or [name for name in names if name.lower() == given.lower()]
    if close:
        return f"; did you mean {close[0]}?"
    allowed = listed(names)
    return f"; allowed are {allowed}" if allowed else ""
