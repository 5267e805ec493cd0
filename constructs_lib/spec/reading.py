"""Read a pipeline spec, and say with its lines what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from constructs_lib.graph.readers.document import Document, Path, UnreadableDocument, read_document
from constructs_lib.graph.readers.schema_errors import SchemaError, Wording, said
from constructs_lib.graph.readers.template import names_resources
from constructs_lib.spec.contradictions import contradictions
from constructs_lib.spec.keywords import PATTERNS, QUANTITIES
from constructs_lib.spec.names import SECTIONS
from constructs_lib.spec.pseudo import ASSUMED, replaced
from constructs_lib.spec.references import names_in, wrong_names
from constructs_lib.spec.schema import VERSION, pipeline_schema

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

InvalidSpec = UnreadableDocument
WORDING = Wording(
    whole="a pipeline spec",
    wrong_version=f"this release reads version {VERSION} of pipeline specs",
    patterns=PATTERNS,
    quantities=frozenset(QUANTITIES),
)
AS_WRITTEN: Mapping[str, str] = {}
KEY = r"""(?m)(?:^["']?|[{{,]\s*["']|\A(?:[#-].*\n|\s)*\{{(?:[\s\S]*?[{{,])?\s*)(?:{names})["']?\s*:"""
"""A key at the beginning of a line of YAML, anywhere in JSON, or anywhere in YAML that begins with a brace."""
SECTION_KEY = re.compile(KEY.format(names="|".join(SECTIONS)).encode())
VERSION_KEY = re.compile(KEY.format(names="version").encode() + rb"\s*\d")


@dataclass(frozen=True, kw_only=True)
class Spec:
    """A spec and what is wrong with its form.

    Attributes:
        document: its values and their places.
        errors: what does not keep the schema, or names what is not there; sorted by place.
    """

    document: Document
    errors: tuple[SchemaError, ...]

    def section(self, name: str, known: Mapping[str, str] = ASSUMED) -> Mapping[str, Mapping[str, Any]]:
        """The sound parts of a section: name to what is written there.

        Args:
            name: of the section.
            known: what stands for the account, the region and the partition.
        """
        value = self.document.value
        written = value.get(name) if isinstance(value, dict) else None
        if not isinstance(written, dict):
            return {}
        return {key: replaced(part or {}, known) for key, part in written.items() if self.is_sound((name, key))}

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags of everything, if nothing is wrong with them."""
        value = self.document.value
        tags = value.get("tags") if isinstance(value, dict) and self.is_sound(("tags",)) else None
        return tags or {}

    @property
    def alarms(self) -> Any:
        """What is written of alarms, if nothing is wrong with it."""
        value = self.document.value
        return value.get("alarms", True) if isinstance(value, dict) and self.is_sound(("alarms",)) else True

    def is_sound(self, path: Path) -> bool:
        """Tell whether nothing is wrong with a part, or with the section that it is in."""
        wrong = [error.path for error in self.errors if error.path]
        return not any(path[: len(each)] == each or each[: len(path)] == path for each in wrong)


def is_spec(content: str | bytes) -> bool:
    """Tell a spec, sound or not, from a template."""
    text = content.encode() if isinstance(content, str) else content
    return not names_resources(text) and (SECTION_KEY.search(text) or VERSION_KEY.search(text)) is not None


def looks_like_spec(content: str | bytes) -> bool:
    """Tell a spec from the other JSON and YAML files of a folder: it has a version and a section."""
    text = content.encode() if isinstance(content, str) else content
    return is_spec(text) and VERSION_KEY.search(text) is not None and SECTION_KEY.search(text) is not None


def read_spec(content: str | bytes, name: str) -> Spec:
    """Read a spec.

    Args:
        content: YAML or JSON.
        name: how the user names the file.

    Raises:
        InvalidSpec: it is no YAML or JSON, holds several documents, anchors or doubled keys; with file and line.
    """
    document = read_document(content, name)
    errors = list(schema_errors(document))
    if not errors and not any(document.value.get(section) for section in SECTIONS):
        errors.append(SchemaError((), f"it defines nothing; it may have {', '.join(SECTIONS)}"))
    sound = Spec(document=document, errors=tuple(errors))
    sections = {section: sound.section(section, AS_WRITTEN) for section in SECTIONS}
    written_into = [names_in(document, section) for section in ("streams", "deliveries")]
    errors += [*wrong_names(document, sections), *contradictions(sections, *written_into)]
    return Spec(document=document, errors=tuple(sorted(errors, key=lambda error: document.place(error.path))))


def schema_errors(document: Document) -> Iterator[SchemaError]:
    """Say what does not keep the schema."""
    for error in validator().iter_errors(document.value):
        yield from said(document, error, WORDING)


@cache
def validator() -> Draft202012Validator:
    """Make the validator once; bounds are left to the rules."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(pipeline_schema(bounds=False))
