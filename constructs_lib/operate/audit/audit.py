"""Audit an account in one region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from constructs_lib.graph import Graph
from constructs_lib.graph.readers.account import read_account
from constructs_lib.limits import Limit, limit
from constructs_lib.operate.audit.account import DESCRIBING, Account
from constructs_lib.operate.audit.dangling import dangling_findings
from constructs_lib.operate.audit.drift import Deployed, drift_findings
from constructs_lib.operate.audit.quotas import quota_findings, quota_uses
from constructs_lib.operate.audit.reading import Found, read
from constructs_lib.operate.audit.result import AuditReport, Skipped
from constructs_lib.operate.audit.selection import Selection
from constructs_lib.operate.audit.state import state_findings
from constructs_lib.operate.audit.wording import Wording
from constructs_lib.policy.engine import Results
from constructs_lib.policy.finding import Finding
from constructs_lib.policy.notices.audits import DANGLING
from constructs_lib.policy.parallel import run_with_all
from constructs_lib.policy.profile import Environment, Profile, graded, judge, rules_under, waive
from constructs_lib.policy.profile.apply import Quotas

ACCEPTED = {"esm-filters-default-quota": limit("esm-filters-raised-quota")}
"""Quotas that no call tells, with the most that AWS grants: whatever runs has been within the quota of its account."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What to audit.

    Attributes:
        names: patterns of names, such as `orders-*`; everything where there are none.
        profile: what the organisation asks for beyond AWS.
        against: the templates that should be deployed.
    """

    names: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)
    against: tuple[Deployed, ...] = ()


def audit(account: Account, asked: Audit = Audit()) -> AuditReport:
    """Read what runs, run the policy's rules over it, and compare it with its quotas and templates.

    Args:
        account: to ask; only reading calls are made.
        asked: what to look at.

    Raises:
        OperateError: nothing could be read, in one sentence.
    """
    found = read(account, Selection(asked.names))
    place = found.place

    def run(quotas: Quotas) -> Results:
        in_force: dict[str, Limit] = {**ACCEPTED, **quotas.get("", {})}
        return run_with_all(graph_of(found, in_force), rules_under(asked.profile))

    account.progress("running the rules")
    results = judge(asked.profile, {"": Environment(place.account, place.region)}, run)
    quotas = quota_uses(account, place.region, found.delivery_streams, found.definitions)
    words = Wording(place, found.definitions)
    everything = chain(
        results.findings,
        dangling_findings(found.definitions, account.gone),
        state_findings(found.definitions),
        quota_findings(quotas, place.account),
        drift_findings(account, asked.against, found.definitions, place, Selection(asked.names)),
    )
    own = [words.finding(finding) for finding in everything]
    left, accepted = waive(asked.profile, list(graded(asked.profile, own)), datetime.now(tz=UTC).date())
    return AuditReport(
        findings=sorted(left, key=lambda finding: (finding.severity.rank, finding.order())),
        undecided=[words.undecided(each) for each in results.undecided],
        acknowledged=accepted,
        resources=len(found.definitions),
        account=place.account,
        region=place.region,
        skipped=not_told_by(own, account.skipped),
        quotas=quotas,
        audited=[(definition.type, definition.id) for definition in found.definitions],
    )


def not_told_by(findings: Iterable[Finding], skipped: Iterable[Skipped]) -> list[Skipped]:
    """Leave out what is missing and stands among the findings already."""
    told = {finding.given for finding in findings if finding.rule == DANGLING.id}
    return [one for one in skipped if not (one.call in DESCRIBING and one.resource in told)]


def graph_of(found: Found, quotas: dict[str, Limit]) -> Graph:
    """Make the graph that the rules look at."""
    return read_account(found.definitions, found.place, quotas)
