"""Names of search indexes."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, ELASTICSEARCH, OPENSEARCH, OPENSEARCH_SERVERLESS
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

FORBIDDEN = frozenset(' ,:"*+/\\|?#><')
BARRED_STARTS = ("_", "-")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      AmazonopensearchserviceDestinationConfiguration:
        DomainARN: arn:aws:es:us-east-1:111122223333:domain/search
        IndexName: {name}
"""


@rule(
    id="KDF202",
    name="search-index-name",
    title="the name of a search index is one that the engine takes",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the engine refuses every document for such an index, and all of them end up in the error bucket",
    fix="write the name in lower case, begin it with a letter or digit, and leave out spaces and special characters",
    source="https://docs.opensearch.org/docs/latest/api-reference/index-apis/create-index/ (read 2026-11-21)",
    bad=EXAMPLE.format(name="Orders"),
    good=EXAMPLE.format(name="orders"),
)
def search_index_name(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    names = (stream[f"{block}.IndexName"] for block in (OPENSEARCH, ELASTICSEARCH, OPENSEARCH_SERVERLESS))
    yield from together(check(name) for name in names if not name.absent)


def check(name: Value) -> Iterator[Violation]:
    """Check one name, as far as it is known."""
    parts = name.parts
    known = [part for part in parts if isinstance(part, str)]
    fault = next(filter(None, map(character_fault, known)), None)
    if fault is None and parts and isinstance(parts[0], str):
        fault = start_fault(parts[0])
    if fault is not None:
        yield Violation(name, message=f"the index name {fault}", allowed="lower case letters, digits, - and _")
    elif len(known) < len(parts):
        raise CannotDecide(name, "a part of the name is known at deployment")


def character_fault(text: str) -> str | None:
    """Say what a piece of a name must not hold."""
    if text != text.lower():
        return "has capital letters"
    found = next((character for character in text if character in FORBIDDEN), None)
    return None if found is None else f"has {'a space' if found == ' ' else found}"


def start_fault(text: str) -> str | None:
    """Say how a name must not begin."""
    return f"begins with {text[0]}" if text.startswith(BARRED_STARTS) else None
