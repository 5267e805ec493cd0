"""Addresses of Redshift clusters that are put together at deployment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from constructs_lib.graph import CannotDecide, Reference, ResourceView, Value
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT
from constructs_lib.policy.rule import Violation, rule

FORM = limit("firehose-redshift-jdbc-pattern")
ANSWERS = {
    "Endpoint.Address": "wh.abc123.us-east-1.redshift.amazonaws.com",
    "Endpoint.Port": "5439",
    "Workgroup.Endpoint.Address": "wh.111122223333.us-east-1.redshift-serverless.amazonaws.com",
    "Workgroup.Endpoint.Port": "5439",
}
"""What clusters and workgroups answer, by attribute."""
EXAMPLE = """
Resources:
  Warehouse:
    Type: AWS::Redshift::Cluster
    Properties: {{ClusterType: single-node, NodeType: ra3.large, DBName: dev}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      RedshiftDestinationConfiguration:
        ClusterJDBCURL: !Sub "jdbc:redshift://${{Warehouse.Endpoint.Address}}:${{Warehouse.Endpoint.Port}}{database}"
"""


@rule(
    id="KDF222",
    name="redshift-url-form",
    title="the address of a Redshift cluster has host, port and database, also when it is put together",
    severity=Severity.ERROR,
    resources=(DELIVERY_STREAM,),
    why="the service refuses the delivery stream",
    fix="write jdbc:redshift://host:port/database",
    source=FORM.read,
    bad=EXAMPLE.format(database=""),
    good=EXAMPLE.format(database="/dev"),
)
def redshift_url_form(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream whose address refers to a cluster; one that is known in full is left to the limit."""
    url = stream[f"{REDSHIFT}.ClusterJDBCURL"]
    if url.undecided and not re.fullmatch(FORM.pattern or "", filled(url)):
        yield Violation(
            url,
            message="the address is not jdbc:redshift://host:port/database",
            given=f"such as {filled(url)}",
            allowed="jdbc:redshift://host:port/database",
        )


def filled(url: Value) -> str:
    """An address with an answer in place of each reference to a cluster.

    Raises:
        CannotDecide: something else is known at deployment.
    """
    pieces = []
    for part in url.parts:
        answer = ANSWERS.get(part.attribute or "") if isinstance(part, Reference) else part
        if not isinstance(answer, str):
            raise CannotDecide(url, "a part of the address is known at deployment")
        pieces.append(answer)
    return "".join(pieces)
