"""The names of what a team publishes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from constructs_lib.patterns import Pattern, Release
from constructs_lib.patterns.pattern import ID
from constructs_lib.publishing.requirements import home_of


@dataclass(frozen=True)
class Team:
    """Who publishes.

    Attributes:
        name: kebab-case, such as `acme`; it begins every name.

    Raises:
        ValueError: the name cannot begin one.
    """

    name: str

    def __post_init__(self) -> None:
        """Refuse a name of which no id can be made."""
        if not ID.fullmatch(self.name):
            raise ValueError(f"{self.name} is no name of a team: use lower case words joined by hyphens")

    @property
    def distribution(self) -> str:
        """What is installed: `acme-patterns`."""
        return f"{self.name}-patterns"

    @property
    def module(self) -> str:
        """What is imported: `acme_patterns`."""
        return snake(self.distribution)

    def pattern_id(self, pattern: Pattern) -> str:
        """The id under which the team offers a pattern: `acme-stream-to-lake`."""
        return f"{self.name}-{pattern.id}"

    def construct(self, pattern: Pattern) -> str:
        """The class of the team's own construct: `AcmeStreamToLake`."""
        _, base = home_of(pattern.construct)
        return "".join(word.capitalize() for word in self.name.split("-")) + base

    def owns(self, pattern: Pattern, decided: frozenset[str], releases: tuple[Release, ...]) -> Pattern:
        """Make the team's own of a pattern: with what its user may change, and nothing else.

        Args:
            pattern: with the organisation's defaults and bounds.
            decided: names of the parameters that the team decides.
            releases: of the team's package, the newest first.
        """
        return replace(
            pattern,
            id=self.pattern_id(pattern),
            owner=self.name,
            construct=f"{self.module}.cdk.{snake(pattern.id)}:{self.construct(pattern)}",
            parameters=tuple(each for each in pattern.parameters if not each.guarded and each.name not in decided),
            releases=releases,
        )


def snake(name: str) -> str:
    """Write a kebab-case name as Python does."""
    return name.replace("-", "_")
