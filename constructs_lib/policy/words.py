"""Findings in the words of who wrote what they are about: an argument or a keyword in place of a property."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from constructs_lib.policy.finding import Finding


def in_words(finding: Finding, arguments: Mapping[str, str], written: str) -> Finding:
    """Put what the user wrote in the place of the property's name; what decides more stands before the message.

    Args:
        finding: about a property.
        arguments: property path to what decides exactly this property.
        written: what the user wrote: `retention=`.
    """
    path = finding.property or ""
    name = re.compile(rf"(?<![\w.]){re.escape(path.rpartition('.')[2])}\b")
    if path not in arguments:
        return replace(finding, message=f"{written}: {finding.message}")
    message = name.sub(written, finding.message) if name.search(finding.message) else f"{written}: {finding.message}"
    return replace(finding, message=message, fix=name.sub(written, finding.fix) if finding.fix else None)
