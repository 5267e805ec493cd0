"""The report for programs."""

from __future__ import annotations

import json

from constructs_lib.policy.report import Report


def as_json(report: Report) -> str:
    """Write a report as JSON, with the fields that `Report.to_dict` names."""
    return json.dumps(report.to_dict(), indent=2, ensure_ascii=False)
