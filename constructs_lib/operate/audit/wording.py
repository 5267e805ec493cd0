"""Say what the rules found in the words of an account: real ARNs, and what a mapping maps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from constructs_lib.graph import Definition
from constructs_lib.graph.readers.account import Place
from constructs_lib.operate.audit.shapes import MAPPING
from constructs_lib.policy.finding import Finding, UndecidedFinding

TEXTS = ("message", "given", "allowed", "fix")
"""The fields of a finding that may hold an ARN."""
ATTRIBUTE = re.compile(r"(arn:\S+?)\.(?:Arn|ConsumerARN|AliasArn|PolicyArn|ConsumerName)\b")
"""An ARN with the attribute of a template that gives it; an account knows no attributes."""
BEFORE_THE_NAME = re.compile(r"arn:(?:[^:]*:){4}\w+[:/]")
OF_AN_APP, READ = "is not part of this app", "was not read"
"""What the rules say of what they do not see, and what that means in an account."""


@dataclass(frozen=True)
class Wording:
    """The words of an account.

    Attributes:
        place: which.
        definitions: what was read.
    """

    place: Place
    definitions: Iterable[Definition]
    maps: Mapping[str, str] = field(init=False)
    """Mapping to the function and the stream that it is about: its ARN tells nobody anything."""

    def __post_init__(self) -> None:
        """Index the mappings."""
        maps = {each.id: self.mapped(each.properties) for each in self.definitions if each.type == MAPPING}
        object.__setattr__(self, "maps", maps)

    def finding(self, finding: Finding) -> Finding:
        """Reword a finding."""
        said: dict[str, Any] = {name: self.text(text) for name in TEXTS if (text := getattr(finding, name))}
        if finding.resource in self.maps:
            said["message"] = f"{said['message']} ({self.maps[finding.resource]})"
        return replace(finding, **said)

    def undecided(self, finding: UndecidedFinding) -> UndecidedFinding:
        """Reword what could not be decided."""
        return replace(finding, reason=self.text(finding.reason).replace(OF_AN_APP, READ))

    def text(self, text: str) -> str:
        """Write ARNs as they are here."""
        return ATTRIBUTE.sub(r"\1", self.place.here(text))

    @staticmethod
    def mapped(properties: Mapping[str, Any]) -> str:
        """Say which function reads which stream."""
        function, stream = (
            BEFORE_THE_NAME.sub("", str(properties.get(name, "?"))) for name in ("FunctionName", "EventSourceArn")
        )
        return f"{function} reads {stream}"
