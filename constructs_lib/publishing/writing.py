"""Cards as Markdown and HTML, and the catalogue of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from constructs_lib.publishing.card import Card, allowed, changed_by
from constructs_lib.publishing.literals import documented, literal
from constructs_lib.publishing.requirements import home_of


def as_markdown(card: Card, *, rule_ids: bool = True) -> str:
    """Write the page of a pattern in Markdown, with its picture in Mermaid.

    Args:
        card: what it says.
        rule_ids: whether the rules that look at the pattern are named, or only counted.
    """
    return rendered("card.md", html=False, card=card, rule_ids=rule_ids)


def as_html(card: Card) -> str:
    """Write the page of a pattern, which needs no other file."""
    return rendered("catalogue.html", html=True, cards=[card], title=card.pattern.title)


def catalogue_page(cards: Sequence[Card], *, title: str = "Streaming patterns") -> str:
    """Write one page of many patterns, which needs no other file."""
    return rendered("catalogue.html", html=True, cards=cards, title=title)


def rendered(template: str, *, html: bool, **facts: Any) -> str:
    """Fill a template."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("constructs_lib.publishing"),
        autoescape=html,  # noqa: S701  off for Markdown and Python
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["changed_by"], environment.filters["allowed"] = changed_by, allowed
    environment.filters["literal"], environment.filters["documented"] = literal, documented
    environment.filters["home"] = home_of
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|")
    return environment.get_template(template).render(**facts)
