"""Read templates that CloudFormation takes and the template model refuses: odd indentation, trailing commas in JSON."""

from __future__ import annotations

import json
from typing import Any

from constructs_lib.graph.readers.document import Converter, Document, Path, UnreadableDocument, compose

BARE = {"Ref", "Condition"}


def rewrite(content: str | bytes, name: str) -> tuple[str, Document]:
    """Write a template anew, as strict JSON with the long forms of intrinsic functions.

    Returns:
        The JSON, and the document with the places in the original.

    Raises:
        UnreadableDocument: it is no YAML either.
    """
    lines: dict[Path, tuple[int, int]] = {}
    value = TemplateConverter(name, lines).convert(compose(content, name), ())
    return json.dumps(value), Document(name, value, lines)


class TemplateConverter(Converter):
    """Knows CloudFormation's short forms: `!Ref A` is `{"Ref": "A"}`."""

    def convert(self, node: Any, path: Path) -> Any:
        """Convert one node."""
        if not node.tag.startswith("!") or node.tag == "!":
            return super().convert(node, path)
        function = node.tag[1:]
        key = function if function in BARE else f"Fn::{function}"
        value = super().convert(node, path)
        if function == "GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
        return {key: value}


__all__ = ["UnreadableDocument", "rewrite"]
