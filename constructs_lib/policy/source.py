"""One template or pipeline spec, as it has been found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from constructs_lib.graph.readers.template import names_resources
from constructs_lib.policy.profile import NOWHERE, Environment


@dataclass(frozen=True, slots=True)
class Source:
    """One template or pipeline spec to check.

    Attributes:
        name: how the user names it.
        content: its text.
        environment: where it is deployed, as far as that is known.
        construct_paths: gives logical id to construct path, for a template that does not say it itself.
        known_as_spec: it is a pipeline spec, even where its content does not show it.
    """

    name: str
    content: str | bytes
    environment: Environment = NOWHERE
    construct_paths: Callable[[], Mapping[str, str]] = dict
    known_as_spec: bool = False

    @property
    def is_spec(self) -> bool:
        """Whether it is a pipeline spec and no template."""
        if self.known_as_spec or names_resources(self.content):
            return self.known_as_spec
        from constructs_lib.spec import is_spec

        return is_spec(self.content)
