"""The policy as a rule pack of cfn-lint: `cfn-lint --append-rules constructs_lib.policy.cfnlint -- TEMPLATE`.

cfn-lint takes every word up to `--`, or up to the next option, for a rule pack.

Same findings, same ids. A rule is ignored like one of cfn-lint's own: `--ignore-checks KDS001`, or the resource's
metadata. The organisation's profile is the one that KINESIS_CONSTRUCTS_PROFILE names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

from constructs_lib.policy.checker import Source, check_sources
from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.notices.notice import tell
from constructs_lib.policy.notices.profiles import UNUSABLE
from constructs_lib.policy.profile import (
    WAIVER_RULES,
    InvalidProfile,
    Profile,
    profile_in_force,
    rules_under,
)
from constructs_lib.policy.rule import Rule

PAGES = "https://github.com/kinesis-constructs/kinesis-constructs/blob/main/docs/rules"
LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "I"}
CFN_LINT_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "informational"}


def make(rule: Rule) -> type[CloudFormationLintRule]:
    """Make a cfn-lint rule of one of ours."""
    severity = rule.override or rule.severity

    def match(self: CloudFormationLintRule, cfn: Template) -> list[RuleMatch]:  # noqa: ARG001
        found = [finding for finding in findings_of(cfn) if finding.rule == rule.id]
        return [RuleMatch(existing_path(cfn.template, finding), described(finding)) for finding in found]

    def is_enabled(
        self: CloudFormationLintRule,  # noqa: ARG001
        include_experimental: bool = False,  # noqa: ARG001
        ignore_rules: Iterable[str] | None = None,
        include_rules: Iterable[str] | None = None,
        mandatory_rules: Iterable[str] | None = None,
    ) -> bool:
        names = (rule.id, LETTERS[severity])
        if any(rule.id.startswith(chosen) for chosen in mandatory_rules or ()):
            return True
        if any(rule.id.startswith(ignored) for ignored in ignore_rules or ()):
            return False
        return any(name.startswith(included) for included in include_rules or ("W", "E") for name in names)

    return type(
        rule.id,
        (CloudFormationLintRule,),
        {
            "__module__": __name__,
            "id": rule.id,
            "shortdesc": rule.title,
            "description": f"{rule.why}; {rule.fix}",
            "source_url": f"{PAGES}/{rule.id}.md",
            "tags": ["kinesis", "firehose"],
            "severity": property(lambda _: CFN_LINT_SEVERITIES[severity]),
            "match": match,
            "is_enabled": is_enabled,
        },
    )


def findings_of(cfn: Template) -> Sequence[Finding]:
    """Check the template that cfn-lint has read, once for all rules."""
    if cfn.filename and Path(cfn.filename).is_file():
        return check_text(cfn.filename, Path(cfn.filename).read_bytes())
    return check_text("template", json.dumps(cfn.template, default=str).encode())


@lru_cache(maxsize=4)
def check_text(name: str, content: bytes) -> Sequence[Finding]:
    """Check a template without the schemas, which are cfn-lint's own part."""
    found = check_sources([Source(name, content)], schema=False, profile=PROFILE).findings
    return found if PROBLEM is None else [*found, unusable(PROBLEM)]


def unusable(problem: str) -> Finding:
    """Make a finding of what is wrong with the profile."""
    return tell(UNUSABLE, problem, resource="", resource_type="")


def existing_path(template: Mapping[str, Any], finding: Finding) -> list[str | int]:
    """Give the path of a finding's property as far as it is written in the template."""
    wanted = [*(finding.property or "").split(".")] if finding.property else []
    head = ["Resources", finding.resource]
    path: list[str | int] = []
    node: Any = template
    for key in [*head, *(wanted if wanted[:1] == ["DependsOn"] else ["Properties", *wanted])]:
        if isinstance(node, Mapping) and key in node:
            node = node[key]
            path.append(key)
        elif isinstance(node, list) and key.isdigit() and int(key) < len(node):
            node = node[int(key)]
            path.append(int(key))
        else:
            break
    return path


def described(finding: Finding) -> str:
    """Write a finding in one line; one about a waiver names its place in the profile."""
    place = f"{finding.file}:{finding.line}: " if finding.rule in {rule.id for rule in WAIVER_RULES} else ""
    return f"{place}{finding.message} (fix: {finding.fix})" if finding.fix else f"{place}{finding.message}"


def in_force() -> tuple[Profile, str | None]:
    """Find the profile in force, or what is wrong with it; cfn-lint would answer an exception with a traceback."""
    try:
        return profile_in_force(), None
    except InvalidProfile as error:
        return Profile(), str(error)


PROFILE, PROBLEM = in_force()
EXTRA = (*WAIVER_RULES, UNUSABLE)

globals().update({rule.id: make(rule) for rule in (*rules_under(PROFILE), *EXTRA)})
