"""Whether an MSK cluster lets Firehose in."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.graph import Reference, ResourceView, Value
from constructs_lib.policy.finding import Severity
from constructs_lib.policy.reading.delivery import DELIVERY_STREAM
from constructs_lib.policy.rule import Violation, rule

CLUSTER, POLICY = "AWS::MSK::Cluster", "AWS::MSK::ClusterPolicy"
AUTHENTICATION = "ClientAuthentication.Sasl.Iam.Enabled"
NETWORK = "BrokerNodeGroupInfo.ConnectivityInfo"
OPEN = "SERVICE_PROVIDED_EIPS"
EXAMPLE = """
Resources:
  Broker:
    Type: AWS::MSK::Cluster
    Properties:
      ClientAuthentication: {{Sasl: {{{authentication}: {{Enabled: true}}}}}}
      BrokerNodeGroupInfo: {{ConnectivityInfo: {{PublicAccess: {{Type: SERVICE_PROVIDED_EIPS}}}}}}
  Delivery:
    Type: AWS::KinesisFirehose::DeliveryStream
    Properties:
      DeliveryStreamType: MSKAsSource
      MSKSourceConfiguration:
        MSKClusterARN: !Ref Broker
        AuthenticationConfiguration: {{Connectivity: PUBLIC}}
"""


@rule(
    id="KDF128",
    name="msk-lets-firehose-in",
    title="an MSK cluster knows IAM, and lets Firehose in the way that the delivery stream asks for",
    severity=Severity.WARNING,
    resources=(DELIVERY_STREAM,),
    why="the delivery stream reads nothing: it connects with IAM alone, over the public brokers or through PrivateLink",
    fix="enable IAM authentication; for PRIVATE also its multi-VPC connectivity, with a cluster policy for Firehose; "
    "for PUBLIC public access",
    source="https://docs.aws.amazon.com/firehose/latest/dev/writing-with-msk.html (read 2026-11-21)",
    bad=EXAMPLE.format(authentication="Scram"),
    good=EXAMPLE.format(authentication="Iam"),
)
def msk_lets_firehose_in(stream: ResourceView) -> Iterator[Violation]:
    """Check one delivery stream that reads from a cluster of this app."""
    source = stream["MSKSourceConfiguration"]
    arn = source["MSKClusterARN"]
    cluster = stream.view.find(stream.resource.template, arn.reference.target) if arn.reference else None
    if cluster is None or cluster.type != CLUSTER:
        return
    if cluster[AUTHENTICATION].flag is not True:
        yield Violation(arn, message=f"the cluster {cluster.id} does not know IAM", allowed=f"{AUTHENTICATION}: true")
    way = source["AuthenticationConfiguration.Connectivity"]
    if way.text == "PUBLIC" and cluster[f"{NETWORK}.PublicAccess.Type"].text != OPEN:
        yield Violation(way, message=f"the cluster {cluster.id} has no public access", allowed=f"PublicAccess: {OPEN}")
    if way.text == "PRIVATE":
        yield from check_private(way, cluster)


def check_private(way: Value, cluster: ResourceView) -> Iterator[Violation]:
    """Check the way through PrivateLink."""
    if cluster[f"{NETWORK}.VpcConnectivity.{AUTHENTICATION}"].flag is not True:
        yield Violation(
            way, message=f"the cluster {cluster.id} has no multi-VPC connectivity with IAM", allowed="VpcConnectivity"
        )
    elif not any(concerns(policy["ClusterArn"], cluster) for policy in cluster.view.of_type(POLICY)):
        yield Violation(
            way,
            message=f"no policy of the cluster {cluster.id} lets Firehose connect",
            allowed="an AWS::MSK::ClusterPolicy that lets firehose.amazonaws.com do kafka:CreateVpcConnection",
        )


def concerns(arn: Value, cluster: ResourceView) -> bool:
    """Tell whether a policy is, or may be, for a cluster."""
    references = [part for part in arn.parts if isinstance(part, Reference)]
    view, template = arn.owner.view, arn.owner.resource.template
    return not references or any(cluster.same(view.find(template, reference.target)) for reference in references)
