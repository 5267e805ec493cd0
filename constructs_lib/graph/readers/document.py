"""Read a YAML or JSON document, and remember where everything stands in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
DEEPEST = 100
QUOTED = {'"', "'", "|", ">"}
INTEGER = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NO_ANCHORS = "anchors and aliases are not supported; write the value again"
SAID = {
    "but found another document": "it holds more than one document; write one per file",
    "expected <document start>": "it goes on after its end; write one document per file",
    "expected key": "a key is indented otherwise than those beside it",
    "expected '-' indicator": "an item of the list is indented otherwise than those beside it",
    "expected node content": "a value is missing, or a bracket is not closed",
    "expected ',' or": "a bracket is not closed",
    "unexpected end of stream": "a quote is not closed",
    "mapping values are not allowed": "a colon stands where no key can; put the text in quotes, or begin a line",
    "cannot start any token": "a character stands where no text can begin with it; put the text in quotes",
}
"""What libyaml says to what it means to who wrote the document."""
WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}


class UnreadableDocument(ValueError):
    """A file is no document that can be read; the message is one sentence with file and line."""

    def __init__(self, name: str, line: int | None, problem: str) -> None:
        super().__init__(f"{name}{f':{line}' if line else ''}: {problem}")


@dataclass(frozen=True)
class Document:
    """A document's value and the places of its parts.

    Attributes:
        name: the file, as the user named it.
        value: plain mappings, lists and scalars.
        lines: path of every part to its line and column, counted from 1; those of a key for what stands under it.
    """

    name: str
    value: Any
    lines: Mapping[Path, tuple[int, int]] = field(default_factory=dict, repr=False)

    def place(self, path: Path) -> tuple[int, int]:
        """Find a part, or the nearest thing that encloses it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, (1, 1))


def read_document(content: str | bytes, name: str) -> Document:
    """Read one document.

    Raises:
        UnreadableDocument: it is no YAML or JSON, holds several documents, anchors or doubled keys, or is too deep.
    """
    lines: dict[Path, tuple[int, int]] = {}
    value = Converter(name, lines).convert(compose(content, name, anchors=False), ())
    return Document(name, value, lines)


def compose(content: str | bytes, name: str, *, anchors: bool = True) -> Any:
    """Parse one document into YAML's nodes.

    Args:
        content: YAML or JSON.
        name: how the user names the file.
        anchors: whether there may be some to which nothing refers.

    Raises:
        UnreadableDocument: it is no YAML or JSON, or holds several documents.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        require_plain(yaml.parse(content, Loader=loader), name, anchors)
        node = yaml.compose(content, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise UnreadableDocument(name, line, explain(error, content, line)) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableDocument(name, None, "it is no text in UTF-8, or nested too deep") from error
    if node is None:
        raise UnreadableDocument(name, 1, "it is empty")
    return node


def require_plain(events: Iterable[Any], name: str, anchors: bool) -> None:
    """Refuse anchors unless there may be some, and what is nested so deep that composing it would exhaust the stack.

    Raises:
        UnreadableDocument: it is.
    """
    depth = 0
    for event in events:
        kind, line = type(event).__name__, event.start_mark.line + 1
        if not anchors and getattr(event, "anchor", None) is not None:
            raise UnreadableDocument(name, line, NO_ANCHORS)
        depth += kind in {"MappingStartEvent", "SequenceStartEvent"}
        depth -= kind in {"MappingEndEvent", "SequenceEndEvent"}
        if depth > DEEPEST:
            raise UnreadableDocument(name, line, "it is nested too deep")


def explain(error: Any, content: str | bytes, line: int | None) -> str:
    """Say in one sentence why YAML could not be read."""
    text = content.decode(errors="replace") if isinstance(content, bytes) else content
    rows = text.splitlines()
    if line and line <= len(rows) and "\t" in rows[line - 1]:
        return "a tab stands where YAML wants spaces"
    problem = str(error.problem or error.context or "it cannot be read")
    return next((said for words, said in SAID.items() if words in problem), problem)


class Converter:
    """Turns YAML nodes into plain values."""

    def __init__(self, name: str, lines: dict[Path, tuple[int, int]]) -> None:
        self.name = name
        self.lines = lines
        self.seen: set[int] = set()

    def convert(self, node: Any, path: Path) -> Any:
        """Convert one node, and remember its place."""
        import yaml

        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self.lines.setdefault(path, (line, column))
        if id(node) in self.seen:
            raise UnreadableDocument(self.name, line, NO_ANCHORS)
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(item, (*path, position)) for position, item in enumerate(node.value)]
        return self.scalar(node, line)

    def mapping(self, node: Any, path: Path) -> dict[str, Any]:
        """Convert a mapping whose keys are text and stand once."""
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str):
                raise UnreadableDocument(self.name, line, "a key has to be text")
            if key in found:
                raise UnreadableDocument(self.name, line, f"{key} stands twice")
            self.lines[*path, key] = (line, key_node.start_mark.column + 1)
            found[key] = self.convert(value_node, (*path, key))
        return found

    def scalar(self, node: Any, line: int) -> Any:
        """Convert a scalar by the core rules of YAML 1.2: `off` and dates stay text."""
        if node.style in QUOTED:
            return node.value
        if INTEGER.fullmatch(node.value):
            return int(node.value)
        if FLOAT.fullmatch(node.value):
            value = float(node.value)
            if not math.isfinite(value):
                raise UnreadableDocument(self.name, line, f"{node.value} is too large for a number")
            return value
        return WORDS.get(node.value, node.value)
