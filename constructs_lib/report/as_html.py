"""The report as one self-contained page."""

from __future__ import annotations

from constructs_lib.policy.report import Report
from constructs_lib.report.as_text import count_line
from constructs_lib.report.style import PLAIN


def as_html(report: Report) -> str:
    """Write a report as a page that needs no other file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("constructs_lib.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(report=report, counts=count_line(report, PLAIN))
