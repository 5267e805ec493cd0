"""Reports as text, for each place that shows them. Strings out, no input or output."""

from constructs_lib.report.as_github import as_github
from constructs_lib.report.as_html import as_html
from constructs_lib.report.as_json import as_json
from constructs_lib.report.as_junit import as_junit
from constructs_lib.report.as_sarif import as_sarif
from constructs_lib.report.as_text import as_text

FORMATS = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
    "html": as_html,
}

__all__ = ["FORMATS", "as_github", "as_html", "as_json", "as_junit", "as_sarif", "as_text"]
