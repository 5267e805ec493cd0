"""Whether Firehose reaches a Redshift cluster."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import Reference, ResourceView
from constructs_lib.limits import limit
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM, REDSHIFT
from constructs_lib.policy.rule import Violation, rule

WANTED = {"PubliclyAccessible": True, "EnhancedVpcRouting": False}
EXAMPLE = """
Resources:
  Warehouse:
    Type: AWS::Redshift::Cluster
    Properties: {{ClusterType: single-node, NodeType: ra3.large, DBName: dev, PubliclyAccessible: {public}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      RedshiftDestinationConfiguration:
        ClusterJDBCURL: !Sub "jdbc:redshift://${{Warehouse.Endpoint.Address}}:${{Warehouse.Endpoint.Port}}/dev"
"""


@rule(
    id="KDF221",
    name="redshift-reachable",
    title="a cluster that Firehose writes to is publicly accessible, without enhanced routing",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream is created, and cannot reach the cluster",
    fix="set PubliclyAccessible to true, and let in only the address range of Firehose",
    source=limit("firehose-redshift-public-access").read,
    bad=EXAMPLE.format(public="false"),
    good=EXAMPLE.format(public="true"),
)
def redshift_reachable(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream to a cluster of this app."""
    url = stream[f"{REDSHIFT}.ClusterJDBCURL"]
    if url.absent:
        return
    targets = {part.target for part in url.parts if isinstance(part, Reference)}
    for target in sorted(targets):
        cluster = stream.view.find(stream.resource.template, target)
        if cluster is None or cluster.type != "AWS::Redshift::Cluster":
            continue
        for name, wanted in WANTED.items():
            value = cluster[name]
            if value.exists and value.flag is not wanted:
                yield Violation(
                    value,
                    message=f"Firehose cannot reach the cluster: {name} is {str(value.flag).lower()}",
                    allowed=str(wanted).lower(),
                )
