"""From a pattern's template to what platform teams publish: cards, a catalogue, stored versions, Backstage."""

from constructs_lib.publishing.adapting import adapted
from constructs_lib.publishing.backstage import backstage_files
from constructs_lib.publishing.card import Card, card_of
from constructs_lib.publishing.injectors import injector_files
from constructs_lib.publishing.picture import Picture, picture_of
from constructs_lib.publishing.releases import Step, StoredRelease, UnreadableRelease, stored_releases, unsafe_steps
from constructs_lib.publishing.requirements import home_of, requirements
from constructs_lib.publishing.store import AlreadyPublished, NotEmpty, publish
from constructs_lib.publishing.writing import as_html, as_markdown, catalogue_page

__all__ = [
    "AlreadyPublished", "Card", "NotEmpty", "Picture", "Step", "StoredRelease", "UnreadableRelease", "adapted",
    "as_html", "as_markdown", "backstage_files", "card_of", "catalogue_page", "home_of", "injector_files", "picture_of",
    "publish", "requirements", "stored_releases", "unsafe_steps",
]  # fmt: skip
