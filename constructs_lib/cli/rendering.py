"""Templates of files that commands write."""

from __future__ import annotations

from collections.abc import Mapping


def rendered(template: str, facts: Mapping[str, object]) -> str:
    """Fill a template."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("constructs_lib.cli"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  Python is written, not HTML
    )
    return environment.get_template(template).render(facts)
