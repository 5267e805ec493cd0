"""The policy at construct time: every finding at once, before anything is synthesized."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from constructs_lib.graph import Definition
from constructs_lib.graph.readers.definitions import read_definitions
from constructs_lib.policy.engine import Results, run
from constructs_lib.policy.finding import Finding, Severity
from constructs_lib.policy.notices.profiles import REQUIRED_TAGS
from constructs_lib.policy.profile import NOWHERE, Environment, ProfileLike, judge, profile_in_force, rules_under, waive
from constructs_lib.policy.profile.apply import Quotas
from constructs_lib.policy.words import in_words

ARGUMENT = re.compile(r"[a-z_]\w*(\.[a-z_]\w*)*")
PACKAGE = Path(__file__).resolve().parent.parent


class InvalidProperties(ValueError):
    """A construct was given properties that the policy refuses.

    Attributes:
        findings: every finding, errors first.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: (finding.severity.rank, finding.order())))
        count = "1 problem" if len(findings) == 1 else f"{len(findings)} problems"
        super().__init__(f"{count}\n\n" + "\n\n".join(map(str, self.findings)))


def require_compliant(
    definition: Definition,
    *,
    context: Iterable[Definition] = (),
    profile: ProfileLike | None = None,
    environment: Environment = NOWHERE,
) -> Results:
    """Check a resource that a construct is about to define.

    Args:
        definition: the resource.
        context: what it refers to: its source, its functions, its siblings.
        profile: what the organisation asks for beyond AWS; the profile in force unless given.
        environment: where it is deployed, for quotas that the profile names for an account or region.

    Returns:
        What is no error: warnings, advice, what could not be decided, and what the profile waives.

    Raises:
        InvalidProperties: at least one error was found; it carries all of them.
        InvalidProfile: the profile cannot be used.
    """
    asked = profile_in_force(profile)
    related = [*context, definition]
    rules = [rule for rule in rules_under(asked) if definition.type in rule.resources and rule.id != REQUIRED_TAGS.id]

    def check(quotas: Quotas) -> Results:
        graph = read_definitions(related, quotas[""])
        return run(graph, rules, [resource for resource in graph.resources if resource.id == definition.id])

    results = judge(asked, {"": environment}, check)
    if not results.findings:
        return results
    file, line = caller()
    found = [replace(in_arguments(finding, definition), file=file, line=line) for finding in results.findings]
    left, accepted = waive(asked, found, datetime.now(tz=UTC).date())
    errors = [finding for finding in left if finding.severity is Severity.ERROR]
    if errors:
        raise InvalidProperties(errors)
    return replace(results, findings=left, accepted=accepted)


def in_arguments(finding: Finding, definition: Definition) -> Finding:
    """Say a finding in the words of the user's own call: `retention=` for `RetentionPeriodHours`.

    An argument that decides more than the property stands before the message.
    """
    if not ARGUMENT.fullmatch(finding.argument or ""):
        return finding
    return in_words(finding, definition.arguments, f"{finding.argument}=")


def caller() -> tuple[str, int | None]:
    """Find the user's own line: the nearest one outside this package and outside jsii."""
    frame = inspect.currentframe()
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if not path.is_relative_to(PACKAGE) and "jsii" not in path.parts and path.exists():
            return str(path), frame.f_lineno
        frame = frame.f_back
    return "", None
