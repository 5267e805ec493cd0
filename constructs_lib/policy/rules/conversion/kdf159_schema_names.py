"""The names under which Glue finds the schema of a conversion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, conversion_of
from constructs_lib.policy.reading.together import together
from constructs_lib.policy.rule import Violation, rule

NAMES = ("DatabaseName", "TableName")
CATALOG = "CatalogId"
ACCOUNT = re.compile(r"\d{12}(?!\d)")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      ExtendedS3DestinationConfiguration:
        DataFormatConversionConfiguration:
          SchemaConfiguration:
            DatabaseName: {database}
            TableName: orders
"""


@rule(
    id="KDF159",
    name="schema-names",
    title="database and table of a schema are names, and its catalog is an account",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="Glue does not find the table, and the service refuses the delivery stream",
    fix="write the names of database and table, and the number of the account for the catalog, or no catalog",
    source="botocore 1.44.5 firehose SchemaConfiguration, glue GetTable (read 2026-11-21); "
    "https://github.com/hashicorp/terraform-provider-aws/pull/17254",
    bad=EXAMPLE.format(database="arn:aws:glue:us-east-1:111122223333:database/lake"),
    good=EXAMPLE.format(database="lake"),
)
def schema_names(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream; what is known at deployment is left to the deployment."""
    conversion = conversion_of(stream)
    if conversion is not None:
        schema = conversion["SchemaConfiguration"]
        yield from together((*(check_name(schema[name]) for name in NAMES), check_catalog(schema[CATALOG])))


def check_name(name: Value) -> Iterator[Violation]:
    """Check the name of a database or table by how it begins."""
    first = next(iter(name.parts), None)
    if isinstance(first, str) and first.startswith("arn:"):
        yield Violation(name, message=f"{name.path[-1]} is an ARN", given="an ARN", allowed="a name")


def check_catalog(catalog: Value) -> Iterator[Violation]:
    """Check the catalog, where it is written out."""
    if not catalog.undecided and catalog.text and not ACCOUNT.match(catalog.text):
        yield Violation(
            catalog,
            message=f"{catalog.text} is no catalog of Glue",
            given=catalog.text,
            allowed="the number of an account",
            severity=Severity.WARNING,
        )
