"""Options of the COPY command, of which Firehose writes the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import ResourceView
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT
from constructs_lib.policy.rule import Violation, rule

WRITTEN_BY_FIREHOSE = re.compile(
    r"(?P<command>\s*copy\s+\S+.*\sfrom\s)|(?:^|\s)(?P<option>iam_role|(?:with\s+)?credentials|access_key_id|manifest)(?=\s|$)",
    re.IGNORECASE | re.DOTALL,
)
QUOTED = re.compile(r"'(?:[^']|'')*'")
EXAMPLE = """
Resources:
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      RedshiftDestinationConfiguration:
        CopyCommand:
          DataTableName: orders
          CopyOptions: {options}
"""


@rule(
    id="KDF223",
    name="copy-options",
    title="COPY options hold neither the command itself nor what Firehose adds",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="Firehose writes COPY, table, manifest and role itself; Redshift refuses each load with them twice",
    fix="keep the options alone, such as json 'auto' gzip",
    source="https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-logs.html, "
    "Redshift.IncorrectCopyOptions (read 2026-11-21)",
    bad=EXAMPLE.format(options="""copy orders from 's3://lake/orders' json 'auto'"""),
    good=EXAMPLE.format(options="""json 'auto'"""),
)
def copy_options(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream."""
    options = stream[f"{REDSHIFT}.CopyCommand.CopyOptions"]
    found = (
        WRITTEN_BY_FIREHOSE.match(text) or WRITTEN_BY_FIREHOSE.search(text) if (text := bare(options.text)) else None
    )
    if found is not None:
        what = "the command" if found["command"] else found["option"].upper()
        yield Violation(options, message=f"the options hold {what}, which Firehose writes", allowed="options alone")


def bare(text: str | None) -> str:
    """A text without what stands in quotes."""
    return QUOTED.sub("''", text or "")
