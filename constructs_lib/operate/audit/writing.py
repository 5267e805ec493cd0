"""Write an audit for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.operate.audit.quotas import NEARLY
from constructs_lib.operate.audit.result import AuditReport, QuotaUse
from constructs_lib.report import as_text
from constructs_lib.report.style import PLAIN, Style

UNTIL_DEPLOYMENT = "undecided until deployment"
"""What the report of a check says that is not so of an account."""


def as_lines(report: AuditReport, *, style: Style = PLAIN, show_info: bool = False) -> str:
    """Write the report of a check, with the quotas and what was skipped before its last line."""
    *blocks, counts = as_text(report, style=style, show_info=show_info).split("\n\n")
    blocks = [block.replace(UNTIL_DEPLOYMENT, "undecided", 1) for block in blocks]
    place = style.bold(f"account {report.account}, {report.region}")
    more = ["\n".join(block) for block in (list(quota_lines(report)), list(skipped_lines(report))) if block]
    return "\n\n".join([place, *blocks, *more, counts])


def quota_lines(report: AuditReport) -> Iterator[str]:
    """Write the quotas of the account, and those of single resources that are nearly used."""
    shown = [quota for quota in report.quotas if not quota.resource or quota.share >= NEARLY]
    if shown:
        yield "quotas"
    for quota in shown:
        yield f"  {quota.service:<9} {use(quota)} {quota.name}{f' of {quota.resource}' if quota.resource else ''}"
        yield f"  {'':<9} {quota.source}"


def use(quota: QuotaUse) -> str:
    """Write how much of a quota is used."""
    used, value = (f"{number:,g}" if number is not None else "?" for number in (quota.used, quota.value))
    return f"{used} of {value}"


def skipped_lines(report: AuditReport) -> Iterator[str]:
    """Write what was not read."""
    if report.skipped:
        yield f"not read: {len(report.skipped)}"
    for one in report.skipped:
        yield f"  {one}"
