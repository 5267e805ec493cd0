"""Misconfigurations that others have met, each with a corrected twin: the first is found, the second left alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from constructs_lib.policy import Finding, check

CASES = sorted((Path(__file__).resolve().parents[1] / "data" / "failures").iterdir())


@dataclass(frozen=True)
class Case:
    """One known failure.

    Attributes:
        facts: `resource` is the logical id that has to be named, `verdict` is `error` or `warning`.
        bad: what the checker finds in the failing template.
        good: what it finds in the corrected one.
    """

    facts: dict[str, Any]
    bad: list[Finding]
    good: list[Finding]

    @property
    def wanted(self) -> set[str]:
        """The severities that count: a race may well go right, so a warning is enough for it."""
        race = "race" in str(self.facts.get("note", "")).lower()
        return {"error", "warning"} if race or self.facts["verdict"] == "warning" else {"error"}

    @property
    def hits(self) -> list[Finding]:
        """The findings that name the case's resource as severely as it deserves."""
        return [
            found
            for found in self.bad
            if found.resource == self.facts["resource"] and str(found.severity) in self.wanted
        ]


@pytest.fixture(params=CASES, ids=lambda folder: folder.name)
def case(request: pytest.FixtureRequest) -> Case:
    folder: Path = request.param
    return Case(
        facts=yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8")),
        bad=check(folder / "bad.yaml").findings,
        good=check(folder / "good.yaml").findings,
    )


def test_a_known_failure_is_found_and_its_corrected_twin_is_not_flagged(case: Case) -> None:
    assert case.hits, case.facts["title"]
    assert [found.rule for found in case.good if found.severity == "error"] == []
    if case.facts["verdict"] == "warning":
        assert {found.rule for found in case.good}.isdisjoint(found.rule for found in case.hits)
