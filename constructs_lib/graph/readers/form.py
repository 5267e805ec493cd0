"""What is wrong with the form of a template that AWS's reader takes all the same, so that rules would see nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from constructs_lib.graph.readers.document import Path, UnreadableDocument, compose

if TYPE_CHECKING:
    from constructs_lib.graph.readers.template import Parsed

OTHER_SHAPE = re.compile(r"""(?m)^[ ]+["']?Properties["']?:(?:[ ]*[^\s{!&#]|[ ]*(?:#.*)?\n[ ]*-)""")
"""Properties in YAML that begin as a scalar or a list does."""
FUNCTION = "Fn::"
OUR_TRANSFORMS = {"AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"}
"""Those after which a resource is what it was before; any other may make one of a text."""
TWICE = "{} stands twice; only one of them can count"
NO_SECTION = "Resources has to be a mapping with at least one resource"
NO_RESOURCE = "a resource has to be a mapping with a Type that is text"
NO_PROPERTIES = "Properties has to be a mapping"


class FormError(NamedTuple):
    """One thing that is wrong.

    Attributes:
        path: of it, in the template.
        line: where it stands, counted from 1; `None` where that is not known.
        column: as the line.
        text: what is wrong, in one sentence.
    """

    path: Path
    line: int | None
    column: int | None
    text: str


def form_errors(parsed: Parsed) -> list[FormError]:
    """Find keys that stand twice, and values that should be mappings."""
    content = text_of(parsed)
    try:
        node = compose(content, parsed.name)
    except UnreadableDocument:
        return [FormError((), None, None, TWICE.format("a key"))]
    return [*doubled_keys(node), *wrong_shapes(node)]


def is_sound(parsed: Parsed) -> bool:
    """Tell whether a template has nothing of that, as long as it has resources that all have a type; a glance."""
    content = text_of(parsed)
    try:
        template = json.loads(content, object_pairs_hook=only_once)
    except DoubledError:
        return False
    except (ValueError, RecursionError):
        doubled = parsed.original is None and parsed.model.to_diagnostic_model().has_parse_errors
        return not doubled and OTHER_SHAPE.search(content) is None
    resources = template.get("Resources") if isinstance(template, dict) else None
    return isinstance(resources, dict) and bool(resources) and all(map(is_resource, resources.values()))


def is_resource(body: Any) -> bool:
    """Tell whether something looks as a resource does."""
    return isinstance(body, dict) and isinstance(body.get("Type"), str) and isinstance(body.get("Properties", {}), dict)


def text_of(parsed: Parsed) -> str:
    """The text of a template."""
    return parsed.content if isinstance(parsed.content, str) else parsed.content.decode(errors="replace")


class DoubledError(Exception):
    """A key stands twice."""


def only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a mapping of keys that stand once.

    Raises:
        DoubledError: one stands twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise DoubledError
    return found


def doubled_keys(root: Any) -> Iterator[FormError]:
    """Find the keys that stand twice in the same mapping."""
    waiting: list[tuple[Path, Any]] = [((), root)]
    entered: set[int] = set()
    while waiting:
        path, node = waiting.pop()
        if id(node) in entered:
            continue
        entered.add(id(node))
        if node.id == "sequence":
            waiting += [((*path, place), item) for place, item in enumerate(node.value)]
        elif node.id == "mapping":
            known: set[str] = set()
            for key, value in node.value:
                if str(key.value) in known:
                    yield error((*path, str(key.value)), key, TWICE.format(key.value))
                known.add(str(key.value))
                waiting.append(((*path, str(key.value)), value))


def wrong_shapes(root: Any) -> Iterator[FormError]:
    """Find what should be a mapping and is none, unless a macro may still make one of it."""
    sections = entries(root)
    if has_macro(sections):
        return
    for key, section in sections.get("Resources", ()):
        if not may_be_mapping(section) or (section.id == "mapping" and not section.value):
            yield error(("Resources",), key, NO_SECTION)
        for logical_id, bodies in entries(section).items():
            for name, body in bodies if not logical_id.startswith(FUNCTION) else ():
                yield from wrong_resource(logical_id, name, body)


def wrong_resource(logical_id: str, key: Any, body: Any) -> Iterator[FormError]:
    """Find what is wrong with one resource."""
    path = ("Resources", logical_id)
    held = entries(body)
    if not may_be_mapping(body) or (body.id == "mapping" and not any(map(is_function, held)) and not has_type(held)):
        yield error(path, held["Type"][0][0] if "Type" in held else key, NO_RESOURCE)
    for name, properties in held.get("Properties", ()):
        if not may_be_mapping(properties) and not properties.tag.endswith(":null"):
            yield error((*path, "Properties"), name, NO_PROPERTIES)


def entries(node: Any) -> dict[str, list[tuple[Any, Any]]]:
    """The keys of a mapping, each with the nodes of all that stands under it."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for key, value in node.value if node.id == "mapping" else ():
        found.setdefault(str(key.value), []).append((key, value))
    return found


def may_be_mapping(node: Any) -> bool:
    """Tell whether a node is a mapping, or a function that may give one."""
    return node.id == "mapping" or str(node.tag).startswith("!")


def is_function(key: str) -> bool:
    """Tell whether a key may bring what is missing: a function, or YAML's merge."""
    return key.startswith(FUNCTION) or key == "<<"


def has_type(held: dict[str, list[tuple[Any, Any]]]) -> bool:
    """Tell whether a resource has a type that is text."""
    return any(value.id == "scalar" and value.tag.endswith(":str") for _, value in held.get("Type", ()))


def has_macro(sections: dict[str, list[tuple[Any, Any]]]) -> bool:
    """Tell whether a template is rewritten in a way that nobody knows here."""
    named = [value for _, value in sections.get("Transform", ())]
    flat = [item for value in named for item in (value.value if value.id == "sequence" else [value])]
    return any(item.id != "scalar" or item.value not in OUR_TRANSFORMS for item in flat)


def error(path: Path, key: Any, text: str) -> FormError:
    """Say what is wrong at a key."""
    return FormError(path, key.start_mark.line + 1, key.start_mark.column + 1, text)
