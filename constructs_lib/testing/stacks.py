"""Take a stack for its template, without knowing the CDK."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from constructs_lib.policy.checker import TemplateLike


class StackLike(Protocol):
    """What is read of an `aws_cdk.Stack`."""

    @property
    def artifact_id(self) -> str:
        """The stack's id in its cloud assembly."""

    @property
    def node(self) -> Any:
        """The stack's node in the tree."""


def template_of(given: TemplateLike | StackLike) -> TemplateLike:
    """Synthesize a stack, with all the app or stage around it; the CDK does so once and keeps the result.

    Returns:
        The path of the stack's template, in its cloud assembly; a template is given back as it is.
    """
    if isinstance(given, str | os.PathLike | Mapping):
        return given
    stage = next(scope for scope in reversed(given.node.scopes) if hasattr(scope, "synth"))
    return Path(stage.synth().get_stack_artifact(given.artifact_id).template_full_path)
