"""Reports as text, for each place that shows them. Strings out, no input or output."""

from constructs_lib.report.as_json import as_json
from constructs_lib.report.as_text import as_text

__all__ = ["as_json", "as_text"]
