"""From a pattern's template to what platform teams publish: cards, a catalogue, stored versions, Backstage."""

from constructs_lib.publishing.backstage import backstage_files
from constructs_lib.publishing.card import Card, card_of
from constructs_lib.publishing.picture import Picture, picture_of
from constructs_lib.publishing.store import AlreadyPublished, publish
from constructs_lib.publishing.writing import as_html, as_markdown, catalogue_page

__all__ = [
    "AlreadyPublished", "Card", "Picture", "as_html", "as_markdown", "backstage_files", "card_of", "catalogue_page",
    "picture_of", "publish",
]  # fmt: skip
