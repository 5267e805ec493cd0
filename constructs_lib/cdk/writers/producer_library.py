"""What an application needs that writes with the Kinesis Producer Library."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesis as kinesis

from constructs_lib.cdk.acknowledge import acknowledge_wildcards

ACTIONS = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:ListShards",
    "kinesis:PutRecord",
    "kinesis:PutRecords",
)
DEFAULT_NAMESPACE = "KinesisProducerLibrary"
POLICY = "ProducerLibraryMetrics"
METRICS_HAVE_NO_ARN = "metrics are no resources; a condition allows the namespace of the library only"


def grant_producer_library(
    stream: kinesis.IStream, grantee: iam.IGrantable, *, namespace: str | None = DEFAULT_NAMESPACE
) -> iam.Grant:
    """Let an application write into a stream with the Kinesis Producer Library: it looks at shards, and counts.

    An application that writes with an SDK needs less: `stream.grant_write(role)`, or
    `delivery.grant_put_records(role)` for a delivery stream.

    Args:
        stream: any stream; a customer key of it is granted too.
        grantee: usually a role.
        namespace: of the library's metrics, its setting `MetricsNamespace`; `None` for a library that sends none.

    Returns:
        The grant on the stream and its key, for what has to wait for it.

    Source: Kinesis Data Streams Developer Guide, "Develop producers using the Amazon Kinesis Producer Library"; which
    calls the library makes is assumed, as its repository has no list of them.

    Example:
        >>> grant_producer_library(stream, role)  # doctest: +SKIP
    """
    grant = stream.grant(grantee, *ACTIONS)
    if stream.encryption_key is not None:
        grant = grant.combine(stream.encryption_key.grant(grantee, "kms:GenerateDataKey"))
    if namespace is not None:
        _let_count(grantee, namespace)
    return grant


def _let_count(grantee: iam.IGrantable, namespace: str) -> None:
    """Allow metrics of one namespace; for a role of this app in a policy of its own, whose wildcard has a reason."""
    actions, condition = ["cloudwatch:PutMetricData"], {"StringEquals": {"cloudwatch:namespace": namespace}}
    if not isinstance(grantee, iam.Role):
        iam.Grant.add_to_principal(grantee=grantee, actions=actions, resource_arns=["*"], conditions=condition)
        return
    existing = grantee.node.try_find_child(POLICY)
    policy = existing if isinstance(existing, iam.Policy) else iam.Policy(grantee, POLICY, roles=[grantee])
    policy.add_statements(iam.PolicyStatement(actions=actions, resources=["*"], conditions=condition))
    acknowledge_wildcards(policy, METRICS_HAVE_NO_ARN, ["*"])
