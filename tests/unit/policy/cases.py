"""Run one rule over one template, and ask what it said."""

from __future__ import annotations

from textwrap import dedent

from constructs_lib.graph.readers.template import read_template
from constructs_lib.policy.engine import Results, run
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.registry import discover


class RuleCase:
    """One rule, run on its own."""

    def __init__(self, id: str) -> None:
        self.rule = next(rule for rule in discover() if rule.id == id)

    def run(self, template: str) -> Results:
        return run(read_template(dedent(template), "case.yaml"), [self.rule])

    def finds(self, template: str) -> Finding:
        results = self.run(template)
        assert [finding.rule for finding in results.findings] == [self.rule.id]
        return results.findings[0]

    def passes(self, template: str) -> None:
        results = self.run(template)
        assert results.findings == []
        assert results.undecided == []

    def undecided(self, template: str) -> str:
        results = self.run(template)
        assert results.findings == []
        assert len(results.undecided) == 1
        return results.undecided[0].reason
