"""S3's configuration documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def document(root: str, content: Mapping[str, Any]) -> bytes:
    """Write a configuration as S3's API takes it.

    Args:
        root: name of the outermost element.
        content: element names to text, numbers, mappings, or lists of any of these, which repeat the element.
    """
    element = ET.Element(root, xmlns=NAMESPACE)
    fill(element, content)
    return ET.tostring(element)


def fill(parent: ET.Element, content: Mapping[str, Any]) -> None:
    """Add elements below a parent; what is None is left out."""
    for name, value in content.items():
        several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for one in several:
            if one is None:
                continue
            element = ET.SubElement(parent, name)
            if isinstance(one, Mapping):
                fill(element, one)
            else:
                element.text = str(one).lower() if isinstance(one, bool) else str(one)
