"""Glue names that Iceberg delivery does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.rule import Violation, rule

TABLES = "IcebergDestinationConfiguration.DestinationTableConfigurationList[]"
NAMES = {"AWS::Glue::Database": "DatabaseInput.Name", "AWS::Glue::Table": "TableInput.Name"}
NAME = re.compile(r"[a-zA-Z0-9._]+")
EXAMPLE = """
Resources:
  Sales:
    Type: AWS::Glue::Database
    Properties:
      CatalogId: "111122223333"
      DatabaseInput: {{Name: {name}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      IcebergDestinationConfiguration:
        DestinationTableConfigurationList:
          - {{DestinationDatabaseName: !Ref Sales, DestinationTableName: orders}}
"""


@rule(
    id="GLU010",
    name="glue-names-for-iceberg",
    title="Glue databases and tables that Firehose delivers to as Iceberg have names without hyphens",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="Glue takes hyphens, Firehose's list of Iceberg tables does not: the delivery stream is refused",
    fix="name the database and the table with letters, digits, underscores and dots",
    source=limit("cross-glue-hyphen-names").read,
    bad=EXAMPLE.format(name="retail-sales"),
    good=EXAMPLE.format(name="retail_sales"),
)
def glue_names_for_iceberg(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    for key in ("DestinationDatabaseName", "DestinationTableName"):
        for name in stream.each(f"{TABLES}.{key}"):
            if name.reference is None:
                continue
            text = name_of(name)
            if text is not None and NAME.fullmatch(text) is None:
                yield Violation(
                    name,
                    message=f"{text} is no name for an Iceberg table of Firehose",
                    given=text,
                    allowed="letters, digits, underscores and dots",
                )


def name_of(reference: Value) -> str | None:
    """The name of the Glue resource that a value refers to.

    Raises:
        CannotDecide: the deployment makes the name up, or the resource is not part of this app.
    """
    target = reference.target
    if target is None or target.type not in NAMES:
        return None
    name = target[NAMES[target.type]]
    if name.absent:
        raise CannotDecide(reference, f"{target.id} gets its name at deployment")
    return name.text
