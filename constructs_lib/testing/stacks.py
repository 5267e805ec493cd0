"""Take a stack for its template, without knowing the CDK, and read templates with what their assembly knows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from constructs_lib.graph import Graph, Scenario, View
from constructs_lib.graph.readers.template import UnreadableTemplate, read_template
from constructs_lib.policy.checker import Source, TemplateLike, as_source
from constructs_lib.policy.sources import read_one


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


def source_of(given: TemplateLike | StackLike) -> Source:
    """Read a template, with the account, the region and the construct paths that the assembly around it knows.

    Raises:
        UnreadableTemplate: the path cannot be read.
    """
    template = template_of(given)
    if isinstance(template, os.PathLike) or (isinstance(template, str) and not {"\n", "{"} & set(template)):
        found = read_one(Path(template))
        if isinstance(found, UnreadableTemplate):
            raise found
        return found
    return as_source(template)


def view_of(source: Source) -> View:
    """Look at a template where nothing is known of conditions and parameters but what it says itself.

    Raises:
        UnreadableTemplate: it is no template.
    """
    graph = read_template(source.content, source.name)
    paths = source.construct_paths()
    if paths:
        named = [replace(each, construct_path=each.construct_path or paths.get(each.id)) for each in graph.resources]
        graph = Graph(named)
    return View(graph, Scenario())
