"""Pipeline specs: streams, consumers and deliveries in a YAML or JSON document, without code."""

from typing import TYPE_CHECKING

from constructs_lib.lazy import lazily

if TYPE_CHECKING:
    from constructs_lib.spec.page import keywords_page
    from constructs_lib.spec.part import MADE, Settings
    from constructs_lib.spec.reading import InvalidSpec, Spec, is_spec, looks_like_spec, read_spec
    from constructs_lib.spec.resources import spec_resources
    from constructs_lib.spec.schema import pipeline_schema

__getattr__, __dir__ = lazily(__name__)

__all__ = [
    "MADE", "InvalidSpec", "Settings", "Spec", "is_spec", "keywords_page", "looks_like_spec", "pipeline_schema",
    "read_spec", "spec_resources",
]  # fmt: skip
